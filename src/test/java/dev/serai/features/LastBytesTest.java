package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.EndedCall;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nobody has the whole of a reply before its record is in the journal: a gateway that is killed in
 * between would have served a call for nothing.
 */
class LastBytesTest {
  /** For a client that should not get there. */
  private static final long HEAD_START_MILLIS = 300;

  private static final EndingHeldUp ending = new EndingHeldUp();
  private static Fleet fleet;

  private enum Kind {
    WHOLE(false, "short"),
    LARGE(false, "x".repeat(200_000)),
    STREAMED(true, "a stream");

    private final boolean stream;
    private final String text;

    Kind(boolean stream, String text) {
      this.stream = stream;
      this.text = text;
    }
  }

  @BeforeAll
  static void start() {
    fleet =
        new Fleet(
            url -> url,
            "",
            "{}",
            starter -> starter.bean(EndedCall.Listener.class, ending),
            "serai.gateway.hold-reply",
            "16KB");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @ParameterizedTest
  @EnumSource
  void leaveWhenTheCallIsSettled(Kind kind) throws Exception {
    Dialects dialect = Dialects.OPENAI_CHAT;
    Answer answer = kind.stream ? dialect.streamed("m", kind.text) : dialect.reply("m", kind.text);
    fleet.first.answer(answer);
    Moment moment = new Moment(new CountDownLatch(1), new CompletableFuture<>());
    ending.moment = moment;

    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(FaultScene.request(dialect, kind.stream));
      Wire.Got got = wire.read();
      moment.whole.countDown();

      assertThat(got.status()).isEqualTo(200);
      assertThat(got.body()).contains(kind.text);
      assertThat(moment.early.get(20, TimeUnit.SECONDS)).isFalse();
    }
  }

  /**
   * @param whole the client has the last byte
   * @param early whether that was before the call had ended for the gateway
   */
  private record Moment(CountDownLatch whole, CompletableFuture<Boolean> early) {}

  private static final class EndingHeldUp implements EndedCall.Listener {
    volatile Moment moment;

    @Override
    public void ended(EndedCall call) {
      try {
        moment.early.complete(moment.whole.await(HEAD_START_MILLIS, TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
