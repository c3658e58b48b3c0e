package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.dispatch.CredentialHealth;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.RecordedRequest;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FallbackTest {
  private Fleet fleet;

  @BeforeEach
  void start() {
    fleet =
        new Fleet(
            "",
            "serai.dispatch.breaker-minimum",
            "2",
            "serai.dispatch.breaker-calls",
            "2",
            "serai.dispatch.breaker-open",
            "300ms");
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  static String credential(RecordedRequest request) {
    return Stream.of("authorization", "x-api-key", "x-goog-api-key")
        .flatMap(name -> request.header(name).stream())
        .findFirst()
        .orElse("")
        .replace("Bearer ", "");
  }

  static Stream<Arguments> failures() {
    return Stream.of(Dialects.values())
        .flatMap(
            dialect ->
                Stream.of(
                    Arguments.of(dialect, "500", dialect.error(500, "broken")),
                    Arguments.of(dialect, "503", dialect.error(503, "down")),
                    Arguments.of(dialect, "529", dialect.error(529, "overloaded")),
                    Arguments.of(dialect, "429", dialect.error(429, "slow down")),
                    Arguments.of(dialect, "408", dialect.error(408, "too slow")),
                    Arguments.of(dialect, "401", dialect.error(401, "who are you")),
                    Arguments.of(dialect, "403", dialect.error(403, "not you"))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("failures")
  void fallsBackToTheNextCredential(Dialects dialect, String status, Answer failure)
      throws Exception {
    fleet.first.answer(failure, dialect.reply("m", "from the spare"));

    Client.Got got = fleet.client.ask(dialect, "m", false);

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text()).contains("from the spare");
    assertThat(got.header("x-serai-attempts")).isEqualTo("2");
    assertThat(fleet.first.requests())
        .extracting(FallbackTest::credential)
        .containsExactly(Fleet.MAIN, Fleet.SPARE);
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "served")
        .containsEntry("attempts", 2);
  }

  @ParameterizedTest
  @EnumSource
  void fallsBackToTheNextProviderWhenBothCredentialsFail(Dialects dialect) throws Exception {
    fleet.first.otherwise(dialect.error(500, "broken"));
    fleet.second.answer(dialect.streamed("m", "second", " here"));

    Client.Got got = fleet.client.ask(dialect, "m", true);

    assertThat(got.text()).contains("second");
    assertThat(got.header("x-serai-provider")).isEqualTo(Fleet.provider(dialect, "second"));
    assertThat(credential(fleet.second.lastRequest())).isEqualTo(Fleet.OTHER);
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("provider", Fleet.provider(dialect, "second"))
        .containsEntry("attempts", 3);
  }

  @ParameterizedTest
  @EnumSource
  void fallsBackWhenAConnectionBreaksBeforeTheFirstContent(Dialects dialect) throws Exception {
    fleet.first.otherwise(Answer.reset());
    fleet.second.answer(dialect.reply("m", "second"));

    assertThat(fleet.client.ask(dialect, "m", false).text()).contains("second");
  }

  @ParameterizedTest
  @EnumSource
  void fallsBackWhenAReplyThatIsNotStreamedBreaksInTheMiddle(Dialects dialect) throws Exception {
    fleet.first.otherwise(request -> dialect.reply("m", "half of this").cutAt(40));
    fleet.second.answer(dialect.reply("m", "second"));

    Client.Got got = fleet.client.ask(dialect, "m", false);

    assertThat(got.text()).contains("second").doesNotContain("half of this");
  }

  @ParameterizedTest
  @EnumSource
  void fallsBackWhenAStreamBreaksBeforeItsFirstContent(Dialects dialect) throws Exception {
    fleet.first.otherwise(request -> dialect.streamed("m", "never seen").cutAt(10));
    fleet.second.answer(dialect.streamed("m", "second"));

    Client.Got got = fleet.client.ask(dialect, "m", true);

    assertThat(got.text()).contains("second").doesNotContain("never seen");
  }

  @ParameterizedTest
  @EnumSource
  void passesOnTheLastErrorWhenNobodyCanServe(Dialects dialect) throws Exception {
    fleet.first.otherwise(dialect.error(500, "broken"));
    fleet.second.otherwise(dialect.error(503, "the last word"));

    Client.Got got = fleet.client.ask(dialect, "m", false);

    assertThat(got.status()).isEqualTo(503);
    assertThat(got.text()).contains("the last word");
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "failed")
        .containsEntry("attempts", 3)
        .containsEntry("cost_nanos", 0L);
  }

  @ParameterizedTest
  @EnumSource
  void neverShowsAProvidersRefusalOfOurCredentialAsTheClients(Dialects dialect) throws Exception {
    fleet.first.otherwise(dialect.error(401, "bad key"));
    fleet.second.otherwise(dialect.error(403, "bad key"));

    Client.Got got = fleet.client.ask(dialect, "m", false);

    assertThat(got.status()).isEqualTo(502);
    assertThat(got.text()).contains("your key is fine").doesNotContain("bad key");
    assertThat(got.header("x-should-retry")).isEqualTo("false");
    Map<String, Object> record = Records.of(fleet.gateway, got);
    assertThat(record)
        .containsEntry("outcome", "failed")
        .containsEntry("reason", "provider_misconfigured");
  }

  @ParameterizedTest
  @EnumSource
  void doesNotRepeatACallThatTheProviderRefusesForGood(Dialects dialect) throws Exception {
    Answer bad = dialect.error(400, "no such parameter");
    fleet.first.otherwise(bad);

    Client.Got got = fleet.client.ask(dialect, "m", false);

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.text()).contains("no such parameter");
    assertThat(fleet.first.requests()).hasSize(1);
    assertThat(fleet.second.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void letsACredentialRestForAsLongAsItsProviderAsked(Dialects dialect) throws Exception {
    fleet.first.answer(
        dialect.error(429, "slow down").headerInstead("retry-after", "30"),
        dialect.reply("m", "spare"),
        dialect.reply("m", "spare again"));

    fleet.client.ask(dialect, "m", false);
    Client.Got got = fleet.client.ask(dialect, "m", false);

    assertThat(got.text()).contains("spare again");
    assertThat(fleet.first.requests())
        .extracting(FallbackTest::credential)
        .containsExactly(Fleet.MAIN, Fleet.SPARE, Fleet.SPARE);
  }

  @ParameterizedTest
  @EnumSource
  void opensTheBreakerOfAFailingCredentialProbesItAndClosesItAgain(Dialects dialect)
      throws Exception {
    fleet.second.otherwise(dialect.reply("m", "second"));
    fleet.first.otherwise(
        request ->
            credential(request).equals(Fleet.MAIN)
                ? dialect.error(500, "broken")
                : dialect.reply("m", "spare"));

    for (int i = 0; i < 4; i++)
      assertThat(fleet.client.ask(dialect, "m", false).text()).contains("spare");
    long mainAsked =
        fleet.first.requests().stream()
            .filter(request -> credential(request).equals(Fleet.MAIN))
            .count();
    assertThat(mainAsked).as("asked until its breaker opened").isEqualTo(2);
    assertThat(fleet.gateway.bean(CredentialHealth.class).states()).containsValue("open");

    fleet.first.otherwise(
        request ->
            dialect.reply("m", credential(request).equals(Fleet.MAIN) ? "main again" : "spare"));
    String text = "";
    for (int i = 0; i < 2000 && !text.contains("main again"); i++)
      text = fleet.client.ask(dialect, "m", false).text();

    assertThat(text).contains("main again");
    assertThat(fleet.client.ask(dialect, "m", false).text()).contains("main again");
    assertThat(fleet.gateway.bean(CredentialHealth.class).states()).doesNotContainValue("open");
  }

  @ParameterizedTest
  @EnumSource
  void givesUpOnAProviderThatDoesNotAnswerInTime(Dialects dialect) throws Exception {
    fleet.close();
    fleet = new Fleet("", "serai.test.unused", "1");
    fleet.first.otherwise(Answer.reset());
    fleet.second.otherwise(Answer.reset());

    Client.Got got = fleet.client.ask(dialect, "m", false);

    assertThat(got.status()).isEqualTo(dialect == Dialects.ANTHROPIC ? 529 : 503);
    assertThat(got.text()).contains("could be reached");
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "failed")
        .containsEntry("reason", "providers_unavailable");
  }
}
