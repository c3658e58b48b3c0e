package dev.serai.config;

import static dev.serai.config.ProviderReader.values;

import dev.serai.call.Rank;
import dev.serai.call.Rank.Affinity;
import dev.serai.call.Rank.Order;
import dev.serai.config.YamlMap.Text;
import dev.serai.models.Balance;
import dev.serai.models.PolicyRules;
import dev.serai.models.RoutingPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The section {@code policies}. */
final class PolicyReader {
  private final Set<String> providers;

  /**
   * @param providers names that a policy may list
   */
  PolicyReader(Set<String> providers) {
    this.providers = providers;
  }

  List<RoutingPolicy> read(YamlMap top) {
    List<RoutingPolicy> policies = new ArrayList<>();
    SettingsReader.Names names = new SettingsReader.Names("policy");
    String preferred = "";
    for (YamlMap map :
        top.maps(
            "policies",
            "name",
            "default",
            "providers",
            "order",
            "affinity",
            "weights",
            "aliases",
            "tiers",
            "allow",
            "deny")) {
      RoutingPolicy policy = policy(map);
      if (!names.isNew(map, policy.name())) continue;
      policies.add(policy);
      if (!policy.preferred()) continue;
      if (!preferred.isEmpty())
        map.wrong("default", "policy '" + preferred + "' is the default already", "one default");
      preferred = policy.name();
    }
    return policies;
  }

  private RoutingPolicy policy(YamlMap map) {
    String name = map.required("name");
    List<String> listed = new ArrayList<>();
    List<List<String>> groups = new ArrayList<>();
    for (List<Text> group : map.groups("providers")) {
      List<String> equals = new ArrayList<>();
      for (Text provider : group) {
        Optional<PolicyRules.Flaw> flaw = PolicyRules.provider(provider.value(), listed, providers);
        if (flaw.isPresent()) tell(map, name, provider, flaw.get());
        else {
          listed.add(provider.value());
          equals.add(provider.value());
        }
      }
      if (equals.size() > 1) groups.add(equals);
    }
    if (!map.has("providers"))
      map.findings()
          .add(
              map.line(),
              "policy '" + name + "': 'providers' is missing (expected: a list of their names)");
    return new RoutingPolicy(
        name,
        map.flag("default"),
        listed,
        aliases(map, name),
        values(map.map("allow", "models").texts("models")),
        values(map.map("deny", "models").texts("models")),
        balance(map, listed, groups));
  }

  private static Balance balance(YamlMap map, List<String> listed, List<List<String>> groups) {
    Order order = word(map, "order", Order.LISTED, Order::of, "listed, weighted or latency");
    Affinity affinity =
        word(map, "affinity", order.affinity(), Affinity::of, "none, session or key");
    if (map.has("affinity") && order == Order.LISTED)
      map.wrong("affinity", "the order has no equals", "it beside order: weighted or latency");
    Map<String, Integer> weights = new LinkedHashMap<>();
    YamlMap written = map.open("weights");
    for (String provider : written.keys())
      weights.put(provider, written.number(provider, 1, 1, Rank.WEIGHT_MAX));
    Balance balance = new Balance(order, affinity, groups, weights);
    for (PolicyRules.Wrong wrong : PolicyRules.balance(listed, balance))
      map.wrong(
          wrong.field().equals("order") && !map.has("order") ? "providers" : wrong.field(),
          wrong.what(),
          wrong.expected());
    return balance;
  }

  private static <T> T word(
      YamlMap map, String key, T usual, Function<String, Optional<T>> of, String expected) {
    String text = map.text(key);
    if (text.isEmpty()) return usual;
    Optional<T> found = of.apply(text);
    if (found.isEmpty()) map.wrong(key, "'" + text + "'", expected);
    return found.orElse(usual);
  }

  private void tell(YamlMap map, String name, Text provider, PolicyRules.Flaw flaw) {
    switch (flaw) {
      case UNKNOWN ->
          map.findings()
              .notOneOf(
                  provider.line(),
                  "policy '" + name + "': unknown provider",
                  provider.value(),
                  providers);
      case TWICE ->
          map.findings()
              .add(
                  provider.line(),
                  "policy '%s': provider '%s' stands here twice (expected: once)"
                      .formatted(name, provider.value()));
    }
  }

  private static Map<String, List<String>> aliases(YamlMap policy, String name) {
    Map<String, List<String>> aliases = new LinkedHashMap<>();
    for (String section : List.of("aliases", "tiers")) {
      YamlMap map = policy.open(section);
      for (String alias : map.keys()) {
        List<String> stands = values(map.textOrTexts(alias));
        if (stands.isEmpty() && !map.has(alias))
          map.wrong(alias, "nothing", "a model, provider/model or a list of them");
        if (aliases.put(alias, stands) != null)
          map.wrong(alias, "an alias of the same name stands above", "one of them");
      }
      // longer chains are not followed, and who writes one should know
      for (String alias : map.keys())
        for (PolicyRules.Chain chain : PolicyRules.chains(alias, aliases))
          map.wrong(alias, chain.text(), PolicyRules.Chain.EXPECTED);
    }
    return aliases;
  }
}
