package dev.serai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serai.limits.Limit;
import dev.serai.limits.LimitOptions;
import dev.serai.limits.Measure;
import dev.serai.limits.NewLimit;
import dev.serai.limits.Scope;
import dev.serai.limits.Window;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitReaderTest {
  @Test
  void readsALimitInOneLine() {
    assertThat(
            read(
                "{ scope: key, target: ci, measure: requests, window: total, cap: 100, on-breach: block }"))
        .isEqualTo(NewLimit.of(Scope.KEY, "ci", Measure.REQUESTS, "total", "100"));
  }

  @Test
  void readsEveryOption() {
    NewLimit limit =
        read(
            """
            { scope: organization, measure: usd, window: month, time-zone: Europe/Berlin,
                anchor: 2026-01-31, cap: 99.95, provider: openai, models: [ "gpt-5*", o3 ],
                on-breach: warn, estimate: hard, unknown-price: tokens-only, when-blind: allow,
                thresholds: [ 95, 50 ], contact: it@example.com, paused: true,
                allow-unreachable: true }
            """);

    assertThat(limit.target()).isEmpty();
    assertThat(limit.cap()).isEqualTo(99_950_000_000L);
    assertThat(limit.window())
        .isEqualTo(
            Window.of(Window.Kind.MONTH).in(ZoneId.of("Europe/Berlin"), LocalDate.of(2026, 1, 31)));
    assertThat(limit.provider()).isEqualTo("openai");
    assertThat(limit.models()).containsExactly("gpt-5*", "o3");
    assertThat(limit.options())
        .isEqualTo(
            new LimitOptions(
                Limit.OnBreach.WARN,
                Limit.Estimate.HARD,
                Limit.UnknownPrice.TOKENS_ONLY,
                Limit.WhenBlind.ALLOW,
                List.of(50, 95),
                "it@example.com",
                true));
    assertThat(limit.allowUnreachable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scope: kye     | serai.yaml:3: limits[1].scope: 'kye' (expected: one of organization, team, project, user, group-member, key, session, end-user; nearest: key)
          measure: eur   | serai.yaml:3: limits[1].measure: 'eur' (expected: one of usd, requests, input-tokens, output-tokens, total-tokens
          window: mnth   | serai.yaml:3: limits[1].window: 'mnth' (expected: one of minute, hour
          window: rolling 3s | serai.yaml:3: limits[1].window: 'rolling 3s' (expected: rolling and a length
          cap: 1.5       | serai.yaml:3: limits[1].cap: '1.5' (expected: a whole number of requests, 0 or more)
          cap: lots      | serai.yaml:3: limits[1].cap: 'lots' (expected: a whole number
          time-zone: Mars | serai.yaml:3: limits[1].time-zone: 'Mars' (expected: a time zone such as
          anchor: 2026-01-01 | serai.yaml:3: limits[1].anchor: '2026-01-01' (expected: none
          on-breach: stop | serai.yaml:3: limits[1].on-breach: 'stop' (expected: one of block, warn
          estimate: x    | serai.yaml:3: limits[1].estimate: 'x' (expected: one of balanced, hard
          unknown-price: x | serai.yaml:3: limits[1].unknown-price: 'x' (expected: one of refuse, default, tokens-only
          when-blind: x  | serai.yaml:3: limits[1].when-blind: 'x' (expected: one of refuse, allow
          thresholds: [ 101 ] | serai.yaml:3: limits[1].thresholds: its entries (expected: up to 10 whole numbers from 1 to 100
          thresholds: [ high ] | serai.yaml:3: limits[1].thresholds: its entries (expected
          models: [ " " ] | serai.yaml:3: limits[1].models: its entries (expected
          paused: maybe  | serai.yaml:3: limits[1].paused: a text (expected: true or false)
          onBreach: warn | serai.yaml:3: limits[1]: unknown key 'onBreach' (expected one of:
          target:        | serai.yaml:3: limits[1]: 'target' is missing (expected: a text)
          window:        | serai.yaml:3: limits[1]: 'window' is missing (expected: a text)
          cap:           | serai.yaml:3: limits[1]: 'cap' is missing (expected: a text)
          """)
  void saysWhereItIsWrongAndWhatWasExpected(String part, String message) {
    String key = part.substring(0, part.indexOf(':'));
    String plain = "scope: key, target: ci, measure: requests, window: total, cap: 1";
    String changed =
        plain.contains(key + ":")
            ? plain.replaceAll("(^|, )" + key + ": \\w+", "$1" + part)
            : plain + ", " + part;

    InvalidSettings wrong =
        catchThrowableOfType(
            InvalidSettings.class,
            () -> settings("limits:\n  - { " + plain + " }\n  - { " + changed + " }\n"));

    assertThat(wrong).hasMessageContaining(message);
    assertThat(wrong.findings()).hasSize(1);
  }

  private static NewLimit read(String limit) {
    return settings("limits:\n  - " + limit.strip() + "\n").limits().getFirst().limit();
  }

  private static Settings settings(String text) {
    return new SeraiYaml(TestTypes.all())
        .read(text, "serai.yaml", References.sent(Map.of(), Map.of()));
  }
}
