package dev.serai.features;

import static dev.serai.features.Http2Wire.CONTINUATION;
import static dev.serai.features.Http2Wire.DATA;
import static dev.serai.features.Http2Wire.END_HEADERS;
import static dev.serai.features.Http2Wire.END_STREAM;
import static dev.serai.features.Http2Wire.GO_AWAY;
import static dev.serai.features.Http2Wire.HEADERS;
import static dev.serai.features.Http2Wire.PING;
import static dev.serai.features.Http2Wire.PRIORITY;
import static dev.serai.features.Http2Wire.RESET;
import static dev.serai.features.Http2Wire.SETTINGS;
import static dev.serai.features.Http2Wire.WINDOW_UPDATE;
import static dev.serai.features.Http2Wire.frame;
import static dev.serai.features.Http2Wire.number;
import static dev.serai.features.Http2Wire.post;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serai.pipeline.Gateway;
import dev.serai.testing.Dialects;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** HTTP/2 frame by frame: what a connection may ask of us, and that nobody else feels it. */
class Http2FloodsTest {
  private static final String MESSAGES = "/v1/messages";
  private static final byte[] BODY =
      Dialects.ANTHROPIC.request("m", "hello", false).getBytes(StandardCharsets.UTF_8);
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int PROTOCOL_ERROR = 1;
  private static final int FLOW_CONTROL_ERROR = 3;
  private static final int REFUSED_STREAM = 7;
  private static final int CANCEL = 8;
  private static final int ENHANCE_YOUR_CALM = 11;

  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet = new Fleet("", "serai.gateway.idle-timeout", "1s");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
    fleet.first.otherwise(Dialects.ANTHROPIC.reply("m", "one"));
  }

  @AfterEach
  void nothingIsHeld() throws Exception {
    Eventually.is("no connection is left", () -> gauge("serai.client.connections") == 0);
    Eventually.is("no body is held", () -> gauge("serai.request.bodies.bytes") == 0);
    Eventually.is("no call runs", () -> fleet.gateway.bean(Gateway.class).activeCalls() == 0);
  }

  private static double gauge(String name) {
    return fleet.gateway.bean(MeterRegistry.class).get(name).gauge().value();
  }

  private static Http2Wire opened() throws IOException {
    return new Http2Wire(fleet.gateway.url());
  }

  private static byte[] thousand(byte[] frame) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) all.writeBytes(frame);
    return all.toByteArray();
  }

  private static void othersAreServed() throws IOException {
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(Wire.post(MESSAGES, new String(BODY, StandardCharsets.UTF_8)));
      assertThat(wire.read().status()).isEqualTo(200);
    }
  }

  /** On another thread, so that what the gateway says is not lost when it closes. */
  private static Thread sending(Http2Wire wire, Flood flood) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                flood.send(wire);
              } catch (IOException closed) {
                // that is what is waited for
              }
            });
  }

  private interface Flood {
    void send(Http2Wire wire) throws IOException;
  }

  private static void leaves(int why, Flood flood) throws Exception {
    try (Http2Wire wire = opened()) {
      Thread sending = sending(wire, flood);
      assertThat(left(wire, why)).isEqualTo(why);
      othersAreServed();
      sending.join();
    }
  }

  /**
   * Why the gateway leaves.
   *
   * @param lost what is assumed where it did not arrive: a connection that is closed with bytes
   *     unread takes what is on its way along
   */
  private static int left(Http2Wire wire, int lost) throws IOException {
    try {
      return wire.next(GO_AWAY).error();
    } catch (SocketException reset) {
      return lost;
    }
  }

  private static int served(Http2Wire wire, int stream) throws Exception {
    wire.send(post(stream, MESSAGES), frame(DATA, END_STREAM, stream, BODY));
    return wire.status(stream);
  }

  @Test
  void saysHowManyStreamsAConnectionMayCarry() throws Exception {
    try (Http2Wire wire = opened()) {
      Http2Wire.Frame settings = wire.next(SETTINGS);

      int streams = 0;
      for (int at = 0; at < settings.payload().length; at += 6)
        if (settings.payload()[at + 1] == MAX_CONCURRENT_STREAMS) streams = settings.number(at + 2);
      assertThat(streams).isEqualTo(256);
    }
  }

  @Test
  void refusesStreamsBeyondThatAndServesTheOthers() throws Exception {
    try (Http2Wire wire = opened()) {
      for (int stream = 1; stream <= 2 * 257; stream += 2) wire.send(post(stream, MESSAGES));

      Http2Wire.Frame refused = wire.next(RESET);
      assertThat(refused.stream()).isEqualTo(2 * 256 + 1);
      assertThat(refused.error()).isEqualTo(REFUSED_STREAM);
      wire.send(frame(DATA, END_STREAM, 1, BODY));
      assertThat(wire.status(1)).isEqualTo(200);
    }
  }

  @Test
  void leavesAConnectionThatTakesBackItsRequestsAgainAndAgain() throws Exception {
    leaves(
        ENHANCE_YOUR_CALM,
        wire -> {
          for (int stream = 1; stream < 4_000; stream += 2)
            wire.send(post(stream, MESSAGES), frame(RESET, 0, stream, number(CANCEL)));
        });
  }

  @Test
  void leavesAConnectionThatTakesBackWholeRequestsAndTheirProvidersAreLeftToo() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    log.start();
    root.addAppender(log);
    leaves(
        ENHANCE_YOUR_CALM,
        wire -> {
          for (int stream = 1; stream < 4_000; stream += 2)
            wire.send(
                post(stream, MESSAGES),
                frame(DATA, END_STREAM, stream, BODY),
                frame(RESET, 0, stream, number(CANCEL)));
        });

    Eventually.is(
        "no provider is asked any more",
        () -> fleet.first.requests().stream().allMatch(request -> request.hasEnded()));
    root.detachAppender(log);
    assertThat(log.list)
        .as("who leaves fills no log")
        .noneMatch(line -> line.getLoggerName().startsWith("io.vertx"));
  }

  /** The same as a client that resets them itself, but for who says so. */
  @Test
  void leavesAConnectionThatMakesUsResetItsStreamsAgainAndAgain() throws Exception {
    leaves(
        ENHANCE_YOUR_CALM,
        wire -> {
          for (int stream = 1; stream < 4_000; stream += 2)
            wire.send(post(stream, MESSAGES), frame(WINDOW_UPDATE, 0, stream, number(0)));
        });
  }

  @Test
  void leavesAConnectionWhoseDataIsEmpty() throws Exception {
    leaves(ENHANCE_YOUR_CALM, wire -> wire.send(post(1, MESSAGES), thousand(frame(DATA, 0, 1))));
  }

  /** Whatever else the connection is at. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void leavesAConnectionWhoseHeadersComeInCountlessPieces(int bytes) throws Exception {
    byte[] pieces = thousand(frame(CONTINUATION, 0, 3, new byte[bytes]));
    try (Http2Wire wire = opened()) {
      sending(
          wire,
          flood -> {
            flood.send(post(1, MESSAGES));
            flood.send(frame(HEADERS, 0, 3, Http2Wire.block(":method", "POST")));
            while (true) flood.send(pieces);
          });
      assertThat(left(wire, ENHANCE_YOUR_CALM)).isEqualTo(ENHANCE_YOUR_CALM);
      othersAreServed();
    }
  }

  @Test
  void leavesAConnectionWhoseHeadersDoNotEnd() throws Exception {
    leaves(
        PROTOCOL_ERROR,
        wire -> {
          wire.send(frame(HEADERS, 0, 1, Http2Wire.block(":method", "POST")));
          for (int i = 0; i < 1_000; i++) wire.send(frame(CONTINUATION, 0, 1, new byte[16_384]));
        });
  }

  /** What has to be answered is not kept for a client that takes no answers. */
  @ParameterizedTest
  @ValueSource(ints = {SETTINGS, PING})
  void leavesAConnectionThatAsksAndDoesNotListen(int type) throws Exception {
    byte[] asked = thousand(frame(type, 0, 0, new byte[type == PING ? 8 : 0]));
    try (Http2Wire wire = opened()) {
      wire.send(post(1, MESSAGES)); // else it would be left for being idle
      Thread sending =
          sending(
              wire,
              flood -> {
                for (int i = 0; i < 10_000; i++) flood.send(asked);
                throw new AssertionError("all of it was taken");
              });
      while (sending.isAlive()) othersAreServed();
    }
  }

  @Test
  void keepsNothingOfPrioritiesThatNoStreamHas() throws Exception {
    try (Http2Wire wire = opened()) {
      byte[] heavy = {0, 0, 0, 0, (byte) 255};
      for (int stream = 1; stream < 20_000; stream += 2)
        wire.send(frame(PRIORITY, 0, stream, heavy));
      assertThat(served(wire, 20_001)).isEqualTo(200);
    }
  }

  @Test
  void resetsAStreamThatOpensItsWindowByNothingOrTooFar() throws Exception {
    try (Http2Wire wire = opened()) {
      wire.send(post(1, MESSAGES), frame(WINDOW_UPDATE, 0, 1, number(0)));
      assertThat(wire.next(RESET).error()).isEqualTo(PROTOCOL_ERROR);

      wire.send(post(3, MESSAGES), frame(WINDOW_UPDATE, 0, 3, number(Integer.MAX_VALUE)));
      assertThat(wire.next(RESET).error()).isEqualTo(FLOW_CONTROL_ERROR);

      assertThat(served(wire, 5)).isEqualTo(200);
    }
  }

  @Test
  void leavesAConnectionThatOpensItsWindowByNothingOrTooFar() throws Exception {
    leaves(PROTOCOL_ERROR, wire -> wire.send(frame(WINDOW_UPDATE, 0, 0, number(0))));
    leaves(
        FLOW_CONTROL_ERROR,
        wire -> wire.send(frame(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE))));
  }

  /** A few bytes on the wire that name the same long header again and again. */
  @Test
  void refusesHeadersThatBecomeTooLargeAndServesTheNextRequest() throws Exception {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(Http2Wire.block(":method", "POST", ":scheme", "http", ":path", MESSAGES));
    block.write(0x40); // literal, to be remembered
    Http2Wire.text("x-long", block);
    Http2Wire.text("x".repeat(3_900), block);
    for (int i = 0; i < 10_000; i++) block.write(0x80 | 62); // the one remembered last
    try (Http2Wire wire = opened()) {
      wire.send(frame(HEADERS, END_HEADERS | END_STREAM, 1, block.toByteArray()));

      assertThat(wire.status(1)).isEqualTo(431);
      assertThat(served(wire, 3)).isEqualTo(200);
    }
  }

  @Test
  void leavesAConnectionWithoutAStream() throws Exception {
    try (Http2Wire wire = opened()) {
      assertThat(wire.next(GO_AWAY).error()).isZero();
      assertThat(wire.next()).isNull();
    }
  }
}
