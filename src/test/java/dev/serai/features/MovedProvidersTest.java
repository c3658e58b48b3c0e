package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestNames;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider's name gets another address: it is followed, and who is at the old one is served. */
class MovedProvidersTest {
  private static final Dialects CHAT = Dialects.OPENAI_CHAT;
  private static final long OLD_NANOS = 1_000_000;

  private final FakeProvider before = FakeProvider.start();
  private final FakeProvider after = FakeProvider.startAt("127.0.0.2", before.port());
  private final TestNames names = TestNames.start("127.0.0.1", 0);
  private GatewayUnderTest gateway;
  private Client client;

  @AfterEach
  void stop() {
    gateway.close();
    before.close();
    after.close();
    names.close();
  }

  private void start(String connectionAge) {
    gateway =
        GatewayUnderTest.with(
                """
                projects: [ { name: checkout } ]
                providers:
                  - name: p
                    type: openai
                    base-url: "http://provider.test:%d/v1"
                    models: [m]
                    credentials: [ { name: main, secret: sk-main } ]
                policies: [ { name: all, default: true, providers: [p] } ]
                keys: [ { name: ci, project: checkout, secret: "%s" } ]
                """
                    .formatted(before.port(), GatewayUnderTest.KEY))
            .property("serai.gateway.loops", 1)
            .property("serai.gateway.connection-age", connectionAge)
            .property("serai.upstream.name-servers", names.server())
            .start();
    client = new Client(gateway);
    before.otherwise(CHAT.reply("m", "from the old address"));
    after.otherwise(CHAT.reply("m", "from the new address"));
  }

  @Test
  void aProviderThatHasMovedIsFollowedAndACallThatRunsThereGoesOn() throws Exception {
    start("1ms");
    Gate gate = new Gate();
    Answer reply = CHAT.streamed("m", "first", " second");
    before.answer(reply.gateAt(reply.length() - 1, gate));
    HttpResponse<InputStream> running =
        client.open(CHAT.path("m", true), CHAT.request("m", "hello", true));
    gate.awaitReached();

    names.moveTo("127.0.0.2");

    Client.Got moved = client.ask(CHAT, "m", false);
    assertThat(moved.text()).contains("from the new address");
    assertThat(moved.header("x-serai-attempts")).isEqualTo("1");
    gate.open();
    assertThat(new String(running.body().readAllBytes())).contains("second").contains("[DONE]");
    assertThat(before.requests()).hasSize(1);
  }

  @Test
  void anOldConnectionIsClosedAndNeverUsedAgainHoweverManyThereAre() throws Exception {
    start("1ms");
    for (int i = 0; i < 5; i++) {
      assertThat(client.ask(CHAT, "m", false).header("x-serai-attempts")).isEqualTo("1");
      long answered = System.nanoTime(); // two calls may well begin within a millisecond
      while (System.nanoTime() - answered < OLD_NANOS) Thread.onSpinWait();
    }

    assertThat(before.requests()).extracting("connection").doesNotHaveDuplicates();
    NothingLeft.closed(before, before.requests().subList(0, 4));
    assertThat(names.asked()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void aYoungConnectionIsUsedAgain() throws Exception {
    start("5m");

    for (int i = 0; i < 3; i++) assertThat(client.ask(CHAT, "m", false).status()).isEqualTo(200);

    assertThat(before.connectionsAccepted()).isOne();
    assertThat(names.asked()).isOne();
    assertThat(List.of(before, after)).extracting(p -> p.requests().size()).containsExactly(3, 0);
  }

  @Test
  void whoseOldAddressIsDeadIsFollowedAtOnce() throws Exception {
    start("5m");
    assertThat(client.ask(CHAT, "m", false).text()).contains("from the old address");
    names.moveTo("127.0.0.2");
    before.close();

    assertThat(client.ask(CHAT, "m", false).text()).contains("from the new address");
  }
}
