package dev.serai.config;

import static dev.serai.config.ProviderReader.values;

import dev.serai.config.YamlMap.Text;
import dev.serai.models.PolicyRules;
import dev.serai.models.RoutingPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        top.maps("policies", "name", "default", "providers", "aliases", "tiers", "allow", "deny")) {
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
    for (Text provider : map.texts("providers")) {
      Optional<PolicyRules.Flaw> flaw = PolicyRules.provider(provider.value(), listed, providers);
      if (flaw.isEmpty()) listed.add(provider.value());
      else tell(map, name, provider, flaw.get());
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
        values(map.map("deny", "models").texts("models")));
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
