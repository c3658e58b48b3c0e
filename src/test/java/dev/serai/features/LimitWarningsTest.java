package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.limits.LimitCrossed;
import dev.serai.testing.Dialects;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;

/** Clients and admins hear of a limit before it refuses. */
class LimitWarningsTest {
  private Fleet fleet;

  @AfterEach
  void stop() {
    if (fleet != null) fleet.close();
  }

  @Test
  void clientsAreWarnedFromTheThresholdOnAndAdminsToldOnce() throws IOException {
    fleet =
        new Fleet(
            "limits: [ { scope: key, target: ci, measure: requests, window: day, cap: 10, thresholds: [50] } ]\n");
    fleet.first.otherwise(Dialects::answer);
    Queue<LimitCrossed> told = new ConcurrentLinkedQueue<>();
    fleet
        .gateway
        .bean(ApplicationEventMulticaster.class)
        .addApplicationListener(
            (ApplicationListener<PayloadApplicationEvent<LimitCrossed>>)
                event -> told.add(event.getPayload()));

    for (int i = 0; i < 5; i++)
      assertThat(ask().header("x-serai-limit-warning")).as("call %d", i).isEmpty();
    assertThat(ask().header("x-serai-limit-warning"))
        .contains("scope=key", "measure=requests", "window=day", "used=50%");
    Awaitility.await().until(() -> !told.isEmpty());
    for (int i = 0; i < 4; i++) ask();
    assertThat(ask().status()).isEqualTo(402);

    assertThat(List.copyOf(told)).hasSize(1);
    assertThat(told.element().threshold()).isEqualTo(50);
    assertThat(told.element().cap()).isEqualTo(10);
  }

  private Client.Got ask() throws IOException {
    return fleet.client.ask(Dialects.OPENAI_CHAT, "m", false);
  }
}
