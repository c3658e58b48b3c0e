package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.usage.JournalDrain;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A journal as full as it may get, since nobody drains it. */
class FullJournalTest {
  /** Several times what three segments hold. */
  private static final int MANY = 2_000;

  private final FakeProvider provider = FakeProvider.start().otherwise(Dialects::answer);
  private GatewayUnderTest gateway;
  private Client client;

  private void start(String whenFull) {
    String yaml =
        """
        projects: [ { name: checkout } ]
        providers:
          - { name: openai, type: openai, base-url: "%1$s", models: [m], credentials: [ { name: main, secret: sk-main } ] }
          - { name: anthropic, type: anthropic, base-url: "%1$s", models: [m], credentials: [ { name: main, secret: sk-main } ] }
          - { name: gemini, type: gemini, base-url: "%1$s", models: [m], credentials: [ { name: main, secret: sk-main } ] }
        policies: [ { name: all, default: true, providers: [openai, anthropic, gemini] } ]
        keys: [ { name: ci, project: checkout, secret: "%2$s" } ]
        """
            .formatted(provider.baseUrl(), GatewayUnderTest.KEY);
    gateway =
        GatewayUnderTest.with(yaml)
            .property("serai.journal.segment", "64KB")
            .property("serai.journal.segments-max", 3)
            .property("serai.journal.when-full", whenFull)
            .start();
    client = new Client(gateway);
    gateway.bean(JournalDrain.class).stop();
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.close();
  }

  @Test
  void refusesCallsInTheirDialectUntilThereIsRoom() throws Exception {
    start("refuse");
    List<String> served = new ArrayList<>();
    for (Client.Got got = ask(); got.status() == 200; got = ask()) {
      served.add(got.header("x-serai-request-id"));
      assertThat(served).hasSizeLessThan(MANY);
    }
    int asked = provider.requests().size();

    for (Dialects dialect : Dialects.values()) {
      Client.Got refused = client.ask(dialect, "m", false);
      assertThat(refused.status()).isEqualTo(dialect == Dialects.ANTHROPIC ? 529 : 503);
      assertThat(refused.text()).contains("cannot record what calls use");
      assertThat(refused.header("retry-after")).isEqualTo("10");
    }
    assertThat(provider.requests()).hasSize(asked);
    assertThat(client.get("/readyz").status()).isEqualTo(503);
    assertThat(gauge("serai.journal.full")).isEqualTo(1);
    assertThat(gauge("serai.journal.memory")).isZero();

    gateway.bean(JournalDrain.class).start();

    Eventually.is("served again", () -> client.get("/readyz").status() == 200);
    Client.Got again = ask();
    assertThat(again.status()).isEqualTo(200);
    served.add(again.header("x-serai-request-id"));
    assertThat(Records.all(gateway))
        .extracting(row -> row.get("request_id"))
        .containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void servesCallsWhenThatIsWantedAndKeepsTheirRecordsInMemory() throws Exception {
    start("allow");
    List<String> served = new ArrayList<>();
    while (gauge("serai.journal.memory") < 10) {
      Client.Got got = ask();
      assertThat(got.status()).isEqualTo(200);
      served.add(got.header("x-serai-request-id"));
      assertThat(served).hasSizeLessThan(MANY);
    }
    assertThat(gauge("serai.journal.full")).isEqualTo(1);
    assertThat(client.get("/readyz").status()).isEqualTo(200);

    gateway.bean(JournalDrain.class).start();

    assertThat(Records.all(gateway))
        .extracting(row -> row.get("request_id"))
        .containsExactlyInAnyOrderElementsOf(served);
    Eventually.is("room again", () -> gauge("serai.journal.full") == 0);
  }

  private Client.Got ask() throws Exception {
    return client.ask(Dialects.OPENAI_CHAT, "m", false);
  }

  private double gauge(String name) {
    return gateway.bean(MeterRegistry.class).get(name).gauge().value();
  }
}
