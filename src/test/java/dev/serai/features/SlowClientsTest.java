package dev.serai.features;

import static dev.serai.features.Wire.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time, and too many of them. */
class SlowClientsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String BODY = Dialects.OPENAI_CHAT.request("m", "hello", false);

  private static Fleet hurried;

  @BeforeAll
  static void start() {
    hurried =
        new Fleet(
            "",
            "serai.gateway.header-timeout",
            "300ms",
            "serai.gateway.body-timeout",
            "300ms",
            "serai.gateway.connections",
            "3");
  }

  @AfterAll
  static void stop() {
    hurried.close();
  }

  @BeforeEach
  void noneIsOpen() throws Exception {
    Eventually.is("no connection is open", () -> open() == 0);
  }

  private static double open() {
    return hurried
        .gateway
        .bean(MeterRegistry.class)
        .get("serai.client.connections")
        .gauge()
        .value();
  }

  @Test
  void disconnectsAClientThatDribblesItsHead() throws Exception {
    try (Wire wire = new Wire(hurried.gateway);
        Wire pace = new Wire(hurried.gateway)) {
      wire.send("POST " + CHAT + " HTTP/1.1\r\nhost: g\r\n");
      Thread dribbling = Thread.ofVirtual().start(() -> dribble(wire, pace));

      assertThat(wire.restOrReset()).isEmpty();
      dribbling.join();
    }
    Eventually.is("closed", () -> open() == 0);
  }

  /** One byte with each answer to somebody else: far too few to fill the head. */
  private static void dribble(Wire wire, Wire pace) {
    try {
      while (serves(pace)) wire.send("x");
    } catch (IOException closed) {
      // that is what is waited for
    }
  }

  @Test
  void disconnectsAClientThatStopsInItsSecondHead() throws Exception {
    try (Wire wire = new Wire(hurried.gateway)) {
      wire.send("GET /healthz HTTP/1.1\r\nhost: g\r\n\r\n");
      assertThat(wire.read().status()).isEqualTo(200);

      wire.send("GET /healthz HTT");

      assertThat(wire.rest()).isEmpty();
    }
  }

  @Test
  void disconnectsAClientThatBeginsHttp2AndStops() throws Exception {
    try (Wire wire = new Wire(hurried.gateway)) {
      wire.send("PRI * HTTP");

      assertThat(wire.rest()).isEmpty();
    }
  }

  @Test
  void closesConnectionsWithoutARequestButNoneWithARunningCall() throws Exception {
    try (Fleet fleet = new Fleet("", "serai.gateway.idle-timeout", "300ms")) {
      Gate gate = new Gate();
      fleet.first.answer(Dialects.OPENAI_CHAT.reply("m", "late").headAfter(gate));
      try (Wire running = new Wire(fleet.gateway)) {
        running.send(post(CHAT, BODY));
        gate.awaitReached();
        for (int i = 0; i < 3; i++) idle(fleet);
        busy(fleet);
        gate.open();

        assertThat(running.read().body()).contains("late");
      }
    }
  }

  /** Serves one connection again and again while three others are closed, one after the other. */
  private static void busy(Fleet fleet) throws Exception {
    try (Wire busy = new Wire(fleet.gateway)) {
      Thread silence =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 3; i++) awaitClosed(fleet);
                  });
      while (silence.isAlive()) assertThat(serves(busy)).isTrue();
    }
  }

  private static void awaitClosed(Fleet fleet) {
    try (Wire silent = new Wire(fleet.gateway)) {
      silent.rest();
    } catch (IOException closed) {
      // that is what is waited for
    }
  }

  private static void idle(Fleet fleet) throws IOException {
    try (Wire silent = new Wire(fleet.gateway);
        Wire kept = new Wire(fleet.gateway)) {
      assertThat(serves(kept)).isTrue();

      assertThat(silent.rest()).isEmpty();
      assertThat(kept.rest()).isEmpty();
    }
  }

  @Test
  void closesAConnectionWhoseAnswerIsOutAndWhoseBodyNeverEnds() throws Exception {
    try (Wire wire = new Wire(hurried.gateway)) {
      wire.send("POST /healthz HTTP/1.1\r\nhost: g\r\ncontent-length: 1000\r\n\r\nabc");
      assertThat(wire.read().status()).isEqualTo(200);

      assertThat(wire.rest()).isEmpty();
    }
  }

  private static double refused() {
    return hurried
        .gateway
        .bean(MeterRegistry.class)
        .get("serai.client.connections.refused")
        .functionCounter()
        .count();
  }

  @Test
  void closesConnectionsBeyondTheirNumberAndTakesNewOnesWhenSomeHaveGone() throws Exception {
    double before = refused();
    try (Wire first = new Wire(hurried.gateway);
        Wire second = new Wire(hurried.gateway)) {
      assertThat(serves(first)).isTrue();
      try (Wire third = new Wire(hurried.gateway)) {
        assertThat(serves(third)).isTrue();
        assertThat(serves(second)).isTrue();
        try (Wire fourth = new Wire(hurried.gateway)) {
          assertThat(ends(fourth)).isTrue();
        }
        assertThat(open()).isEqualTo(3);
        assertThat(refused()).isEqualTo(before + 1);
      }
      Eventually.is("a place is free", () -> open() == 2);
      try (Wire fifth = new Wire(hurried.gateway)) {
        assertThat(serves(fifth)).isTrue();
      }
    }
  }

  private static boolean serves(Wire wire) throws IOException {
    return wire.send("GET /healthz HTTP/1.1\r\nhost: g\r\n\r\n").read().status() == 200;
  }

  private static boolean ends(Wire wire) {
    try {
      return wire.rest().length == 0;
    } catch (IOException reset) {
      return true;
    }
  }
}
