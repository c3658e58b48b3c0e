package dev.serai.config;

import dev.serai.config.Settings.ProjectSettings;
import dev.serai.config.Settings.ProviderSettings;
import dev.serai.config.Settings.TeamSettings;
import dev.serai.models.RoutingPolicy;
import dev.serai.providers.ProviderTypes;
import dev.serai.tenants.NameRules;
import dev.serai.tenants.Tenants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.Node;

/** The file as a whole: its sections in the order in which one names the other. */
final class SettingsReader {
  private final YamlMap.Source source;
  private final ProviderTypes types;

  SettingsReader(YamlMap.Source source, ProviderTypes types) {
    this.source = source;
    this.types = types;
  }

  Settings read(Node node) {
    YamlMap top =
        YamlMap.top(
            source,
            node,
            List.of(
                "organization",
                "default-policy",
                "teams",
                "projects",
                "providers",
                "policies",
                "keys",
                "limits",
                "prices"));
    List<ProjectSettings> projects = projects(top);
    ProviderReader providerReader = new ProviderReader(types);
    List<ProviderSettings> providers = providerReader.read(top);
    Map<String, String> families = new TreeMap<>();
    providers.forEach(p -> families.put(p.provider().name(), providerReader.family(p.provider())));
    List<RoutingPolicy> policies = new PolicyReader(families.keySet()).read(top);
    Set<String> policyNames = new TreeSet<>();
    policies.forEach(policy -> policyNames.add(policy.name()));
    Set<String> projectNames = new TreeSet<>();
    projects.forEach(project -> projectNames.add(project.name()));
    projectNames.add(Tenants.DEFAULT_PROJECT);
    return new Settings(
        top.text("organization"),
        policy(top, "default-policy", policyNames),
        teams(top, policyNames),
        projects,
        providers,
        policies,
        new KeyReader(projectNames, policyNames).read(top),
        new LimitReader().read(top),
        new PriceReader(families).read(top));
  }

  private static List<TeamSettings> teams(YamlMap top, Set<String> policies) {
    List<TeamSettings> teams = new ArrayList<>();
    Names names = new Names("team");
    for (YamlMap team : top.maps("teams", "name", "default-policy")) {
      String name = team.required("name").strip();
      if (names.isNew(team, name))
        teams.add(new TeamSettings(name, policy(team, "default-policy", policies)));
    }
    return teams;
  }

  private static String policy(YamlMap map, String key, Set<String> policies) {
    String policy = map.text(key);
    if (policy.isEmpty() || policies.contains(policy)) return policy;
    map.findings().notOneOf(map.line(key), key + ": unknown policy", policy, policies);
    return "";
  }

  private static List<ProjectSettings> projects(YamlMap top) {
    List<ProjectSettings> projects = new ArrayList<>();
    Names names = new Names("project");
    for (YamlMap project : top.maps("projects", "name", "team")) {
      String name = project.required("name").strip();
      if (!name.isEmpty() && !NameRules.fits(name))
        project.wrong("name", "'" + name + "'", NameRules.EXPECTED);
      else if (NameRules.personal(name))
        project.wrong("name", "'" + name + "'", NameRules.NOT_PERSONAL);
      if (names.isNew(project, name))
        projects.add(new ProjectSettings(name, project.text("team").strip()));
    }
    return projects;
  }

  /** Names that may be given once. */
  static final class Names {
    private final String what;
    private final Set<String> seen = new HashSet<>();

    Names(String what) {
      this.what = what;
    }

    /** False for an empty name, which was told before, and for a second one, which is told here. */
    boolean isNew(YamlMap map, String name) {
      return isNew(map, name, name);
    }

    /**
     * @param identity what has to be unique, when that is not the name alone
     */
    boolean isNew(YamlMap map, String name, String identity) {
      if (name.isEmpty()) return false;
      if (seen.add(identity)) return true;
      map.findings()
          .add(map.line("name"), what + " '" + name + "' stands here twice (expected: once)");
      return false;
    }
  }
}
