package dev.serai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serai.call.Rank.Affinity;
import dev.serai.call.Rank.Order;
import dev.serai.models.Balance;
import dev.serai.models.RoutingPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
  @Test
  void readsEqualsAndTheirWeights() {
    Settings settings =
        read(
            """
            providers:
              - name: openai
                type: openai
                credentials: [ { name: a, secret: x, weight: 3 }, { name: b, secret: y } ]
              - { name: spare, type: openai }
              - { name: anthropic, type: anthropic }
            policies:
              - { name: weighted, order: weighted, providers: [ [openai, spare], anthropic ], weights: { openai: 4 } }
              - { name: fast, order: latency, providers: [ anthropic ] }
              - { name: chosen, order: latency, affinity: none, providers: [ anthropic ] }
              - { name: listed, order: listed, providers: [ openai, spare ] }
            """);

    assertThat(settings.providers().getFirst().credentials())
        .extracting(Settings.CredentialSettings::weight)
        .containsExactly(3, 1);
    assertThat(settings.policies().getFirst().providers())
        .containsExactly("openai", "spare", "anthropic");
    assertThat(settings.policies())
        .extracting(RoutingPolicy::balance)
        .containsExactly(
            new Balance(
                Order.WEIGHTED,
                Affinity.KEY,
                List.of(List.of("openai", "spare")),
                Map.of("openai", 4)),
            new Balance(Order.LATENCY, Affinity.SESSION, List.of(), Map.of()),
            new Balance(Order.LATENCY, Affinity.NONE, List.of(), Map.of()),
            Balance.LISTED);
  }

  @Test
  void equalsThatNobodyCanChooseAmongAreTold() {
    InvalidSettings invalid =
        catchThrowableOfType(
            InvalidSettings.class,
            () ->
                read(
                    """
        providers:
          - { name: openai, type: openai, credentials: [ { name: a, secret: x, weight: 0 } ] }
          - { name: spare, type: openai }
        policies:
          - { name: a, providers: [ [openai, spare] ] }
          - { name: b, order: fastest, providers: [ openai ] }
          - { name: c, affinity: session, providers: [ openai ] }
          - { name: d, order: weighted, affinity: mine, weights: { openai: 2 }, providers: [ openai, spare ] }
          - { name: e, order: weighted, weights: { openai: many }, providers: [ [ openai, opnai ], spare ] }
        """));

    assertThat(invalid.getMessage().lines())
        .containsExactlyInAnyOrder(
            "serai.yaml:2: providers[0].credentials[0].weight: '0' (expected: a whole number, 1 to"
                + " 1000)",
            "serai.yaml:5: policies[0].providers: nothing says how to choose among equal providers"
                + " (expected: weighted or latency, where providers are equals)",
            "serai.yaml:6: policies[1].order: 'fastest' (expected: listed, weighted or latency)",
            "serai.yaml:7: policies[2].affinity: the order has no equals (expected: it beside order:"
                + " weighted or latency)",
            "serai.yaml:8: policies[3].affinity: 'mine' (expected: none, session or key)",
            "serai.yaml:8: policies[3].weights: 'openai' (expected: providers that have equals here)",
            "serai.yaml:9: policy 'e': unknown provider 'opnai' (expected one of: openai, spare; did"
                + " you mean 'openai'?)",
            "serai.yaml:9: policies[4].weights.openai: 'many' (expected: a whole number, 1 to 1000)",
            "serai.yaml:9: policies[4].weights: 'openai' (expected: providers that have equals here)");
  }

  private static Settings read(String text) {
    return new SeraiYaml(TestTypes.all())
        .read(text, "serai.yaml", References.sent(Map.of(), Map.of()));
  }
}
