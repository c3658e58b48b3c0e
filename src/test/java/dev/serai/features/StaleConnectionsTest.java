package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.dispatch.CredentialHealth;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pooled connection that has died is not the call's end; a provider that has begun is. */
class StaleConnectionsTest {
  private Fleet fleet;

  @BeforeEach
  void start() {
    fleet =
        new Fleet(
            "",
            "serai.gateway.loops",
            "1",
            "serai.dispatch.breaker-minimum",
            "1",
            "serai.dispatch.breaker-calls",
            "1");
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  private static String credential(RecordedRequest request) {
    return Stream.of("authorization", "x-api-key", "x-goog-api-key")
        .flatMap(name -> request.header(name).stream())
        .findFirst()
        .orElse("")
        .replace("Bearer ", "");
  }

  private List<String> credentials() {
    return fleet.first.requests().stream().map(StaleConnectionsTest::credential).toList();
  }

  /** Leaves a connection to the first provider in the pool. */
  private void pool(Dialects dialect) throws Exception {
    fleet.first.answer(dialect.reply("m", "warm"));
    assertThat(fleet.client.ask(dialect, "m", false).text()).contains("warm");
  }

  @ParameterizedTest
  @EnumSource
  void aCallIsSentAgainOnAConnectionOfItsOwn(Dialects dialect) throws Exception {
    pool(dialect);
    fleet.first.answer(Answer.reset(), dialect.reply("m", "second try"));

    Client.Got got =
        fleet.client.post(
            dialect.path("m", false),
            dialect.request("m", "hello", false),
            "idempotency-key",
            "once-1");

    assertThat(got.text()).contains("second try");
    assertThat(got.header("x-serai-attempts")).isEqualTo("2");
    assertThat(credentials()).containsExactly(Fleet.MAIN, Fleet.MAIN, Fleet.MAIN);
    assertThat(fleet.first.connectionsAccepted()).isEqualTo(2);
    assertThat(fleet.first.requests().subList(1, 3))
        .allSatisfy(request -> assertThat(request.header("idempotency-key")).contains("once-1"));
    assertThat(fleet.gateway.bean(CredentialHealth.class).states())
        .as("a dead connection says nothing about the provider")
        .doesNotContainValue("open");
  }

  @ParameterizedTest
  @EnumSource
  void aCallIsSentAgainOnceAtMost(Dialects dialect) throws Exception {
    pool(dialect);
    fleet.first.answer(Answer.reset(), Answer.reset(), dialect.reply("m", "from the spare"));

    assertThat(fleet.client.ask(dialect, "m", false).text()).contains("from the spare");

    assertThat(credentials()).containsExactly(Fleet.MAIN, Fleet.MAIN, Fleet.MAIN, Fleet.SPARE);
  }

  @ParameterizedTest
  @EnumSource
  void aFreshConnectionThatBreaksIsTheProvidersFailure(Dialects dialect) throws Exception {
    fleet.first.answer(Answer.reset(), dialect.reply("m", "from the spare"));

    assertThat(fleet.client.ask(dialect, "m", false).text()).contains("from the spare");

    assertThat(credentials()).containsExactly(Fleet.MAIN, Fleet.SPARE);
  }

  @ParameterizedTest
  @EnumSource
  void aReplyThatHadBegunIsNotAskedForAgain(Dialects dialect) throws Exception {
    pool(dialect);
    fleet.first.answer(
        dialect.reply("m", "half of this").cutAt(20), dialect.reply("m", "from the spare"));

    assertThat(fleet.client.ask(dialect, "m", false).text()).contains("from the spare");

    assertThat(credentials()).containsExactly(Fleet.MAIN, Fleet.MAIN, Fleet.SPARE);
  }

  @ParameterizedTest
  @EnumSource
  void evenPartOfAStatusLineIsABeginning(Dialects dialect) throws Exception {
    pool(dialect);
    byte[] part = "HTTP/1.1 2".getBytes(StandardCharsets.US_ASCII);
    fleet.first.answer(
        new Answer(
            200,
            List.of(),
            true,
            List.of(new Answer.Step.Send(part), new Answer.Step.End(false)),
            List.of()),
        dialect.reply("m", "from the spare"));

    assertThat(fleet.client.ask(dialect, "m", false).text()).contains("from the spare");

    assertThat(credentials()).containsExactly(Fleet.MAIN, Fleet.MAIN, Fleet.SPARE);
  }
}
