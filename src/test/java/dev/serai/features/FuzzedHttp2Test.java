package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.pipeline.OpenReservations;
import dev.serai.testing.Dialects;
import dev.serai.testing.FuzzCases;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketTimeoutException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Any HTTP/2 frames: each connection gets an answer to its good request or its end, in time and
 * without an error of ours, others are served meanwhile, and nothing is left behind.
 */
@AddLifecycleHook(FuzzCases.class)
class FuzzedHttp2Test {
  private static final int CASES_PER_LOOK = 100;

  /** Once for all; grows no further however many cases there are. */
  private static final long HEAP_GROWTH = 48L << 20;

  private static final OpenReservations RESERVATIONS = new OpenReservations();
  private static Fleet fleet;
  private static NothingLeft left;
  private static long heap;
  private static int cases;
  private static int served;

  @BeforeContainer
  static void start() {
    fleet =
        Fleet.with(
            starter -> starter.beans(RESERVATIONS).property("logging.level.dev.serai", "error"));
    left = new NothingLeft(fleet.gateway, RESERVATIONS, fleet.first, fleet.second);
    prepare();
  }

  @AfterContainer
  static void stop() {
    fleet.close();
  }

  private static void prepare() {
    fleet.reset();
    fleet.first.otherwise(Dialects.OPENAI_CHAT.reply("m", "one"));
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void anyFrames(@ForAll long seed) throws Exception {
    FuzzedFrames.Sent sent = new FuzzedFrames(seed).make();
    try (Http2Wire wire = new Http2Wire(fleet.gateway.url())) {
      play(wire, sent);
    } catch (SocketTimeoutException hung) {
      throw new AssertionError("no answer to " + sent, hung);
    } catch (IOException left) {
      // it may be left in the middle of what it says
    }
    if (++cases % CASES_PER_LOOK == 0) look();
  }

  private static void play(Http2Wire wire, FuzzedFrames.Sent sent) throws IOException {
    wire.send(sent.wire());
    if (!sent.framed()) wire.sentAll();
    for (Http2Wire.Frame frame = wire.next(); frame != null; frame = wire.next()) {
      if (frame.type() == Http2Wire.GO_AWAY && sent.framed()) return;
      boolean good = frame.stream() == sent.good();
      if (frame.type() == Http2Wire.RESET && good && sent.framed()) return;
      if (frame.type() != Http2Wire.HEADERS) continue;
      int status = status(wire, frame);
      assertThat(status).as("stream %d of %s", frame.stream(), sent).isLessThan(500);
      if (good && sent.framed()) {
        assertThat(status).as("the good request of %s", sent).isEqualTo(200);
        served++;
        return;
      }
    }
  }

  private static int status(Http2Wire wire, Http2Wire.Frame frame) {
    try {
      CharSequence status = wire.headers(frame).status();
      return status == null ? 0 : Integer.parseInt(status.toString()); // trailers have none
    } catch (Http2Exception e) {
      throw new AssertionError("headers that cannot be read", e);
    }
  }

  private static void look() throws Exception {
    assertThat(served).as("good requests that got an answer").isPositive();
    try (Wire other = new Wire(fleet.gateway)) {
      other.send(
          Wire.post("/v1/chat/completions", Dialects.OPENAI_CHAT.request("m", "hello", false)));
      assertThat(other.read().status()).isEqualTo(200);
    }
    left.checkHeld();
    prepare();
    System.gc();
    long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    if (heap == 0) heap = now;
    assertThat(now - heap).as("live heap, bytes more than at first").isLessThan(HEAP_GROWTH);
  }
}
