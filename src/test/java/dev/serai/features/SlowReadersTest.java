package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.RecordedRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client that stands still before a reply of 160 MB: the provider has to wait, and the gateway
 * holds no more of it than a little. Then the client reads on and gets all.
 */
class SlowReadersTest extends OnFaultScene {
  private static final int MB = 1024 * 1024;
  private static final long REPLY = 160L * MB;

  /** What the four sockets in between may hold is the operating system's business. */
  private static final long ON_THE_WAY = 80L * MB;

  private static final long HELD = 16L * MB;
  private static final String PIECE = "x".repeat(64 * 1024);

  /** Each goes its own way through the gateway. */
  enum Kind {
    /** The chunk with the usage, for which the client did not ask, is filtered out. */
    CHAT_STREAM(Dialects.OPENAI_CHAT, true),
    MESSAGES_STREAM(Dialects.ANTHROPIC, true),
    ONE_TEXT(Dialects.OPENAI_CHAT, false);

    private final Dialects dialect;
    private final boolean stream;

    Kind(Dialects dialect, boolean stream) {
      this.dialect = dialect;
      this.stream = stream;
    }

    /** The one piece so many times, all of them in the same memory. */
    Answer large() {
      Answer good = FaultScene.good(dialect, stream, "first", PIECE);
      List<Answer.Step> steps = new ArrayList<>();
      for (Answer.Step step : good.body()) {
        String text = new String(((Answer.Step.Send) step).bytes(), StandardCharsets.UTF_8);
        int at = text.indexOf(PIECE);
        if (at < 0) {
          steps.add(step);
        } else if (stream) {
          steps.addAll(copies(text));
        } else {
          steps.add(send(text.substring(0, at)));
          steps.addAll(copies(PIECE));
          steps.add(send(text.substring(at + PIECE.length())));
        }
      }
      return new Answer(200, good.headers(), good.sized(), List.of(), steps);
    }

    private static List<Answer.Step> copies(String text) {
      return Collections.nCopies((int) (REPLY / PIECE.length()), send(text));
    }

    private static Answer.Step send(String text) {
      return new Answer.Step.Send(text.getBytes(StandardCharsets.UTF_8));
    }

    String path() {
      return dialect.path("m", stream);
    }

    String request() {
      return dialect.request("m", "hello", stream);
    }
  }

  SlowReadersTest() {
    super(new FaultScene());
  }

  @ParameterizedTest
  @EnumSource
  void holdTheProviderBackOverHttp1(Kind kind) throws Exception {
    scene.fleet.first.answer(kind.large());
    URI url = URI.create(scene.fleet.gateway.url());
    Socket socket = new Socket();
    socket.setReceiveBufferSize(64 * 1024);
    socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
    try (Wire wire = new Wire(socket)) {
      long before = liveHeap();
      wire.send(Wire.post(kind.path(), kind.request()));
      Wire.Got head = wire.head();
      standingStill(before, () -> wire.counted(head));
    }
  }

  @ParameterizedTest
  @EnumSource
  void holdTheProviderBackOverHttp2(Kind kind) throws Exception {
    scene.fleet.first.answer(kind.large());
    try (Http2Wire wire = new Http2Wire(scene.fleet.gateway.url())) {
      long before = liveHeap();
      int status =
          wire.post(
              kind.request(),
              ":method",
              "POST",
              ":scheme",
              "http",
              ":authority",
              "gateway",
              ":path",
              kind.path(),
              "authorization",
              "Bearer " + GatewayUnderTest.KEY,
              "content-type",
              "application/json");
      assertThat(status).isEqualTo(200);
      standingStill(before, wire::counted);
    }
  }

  /**
   * @param rest reads on to the end, and counts
   */
  private void standingStill(long heapBefore, Callable<Long> rest) throws Exception {
    RecordedRequest asked = scene.fleet.first.awaitRequest(1);
    awaitStanding(asked);

    assertThat(asked.answered()).as("sent by the provider").isLessThan(ON_THE_WAY);
    assertThat(liveHeap() - heapBefore).as("more live heap").isLessThan(HELD);
    assertThat(buffers()).as("pooled memory").isLessThan(HELD);

    assertThat(rest.call()).isGreaterThanOrEqualTo(REPLY);
    assertThat(asked.awaitEnding().clientLeft()).isFalse();
    Eventually.is("a record", () -> !Records.all(scene.fleet.gateway).isEmpty());
    Eventually.is(
        "served", () -> Records.last(scene.fleet.gateway).get("outcome").equals("served"));
  }

  /** Somebody else's many answers are the clock. */
  private void awaitStanding(RecordedRequest asked) throws Exception {
    try (Wire other = new Wire(scene.fleet.gateway)) {
      Eventually.is(
          "the provider stands still",
          () -> {
            long sent = asked.answered();
            for (int i = 0; i < 500; i++) serve(other);
            return sent > 0 && asked.answered() == sent;
          });
    }
  }

  private void serve(Wire wire) throws IOException {
    assertThat(wire.send("GET /healthz HTTP/1.1\r\nhost: g\r\n\r\n").read().status())
        .isEqualTo(200);
  }

  private double buffers() {
    return scene.fleet.gateway.bean(MeterRegistry.class).get("serai.buffers.bytes").gauge().value();
  }

  private long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
