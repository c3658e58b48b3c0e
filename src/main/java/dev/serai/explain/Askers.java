package dev.serai.explain;

import dev.serai.admin.Mutations;
import dev.serai.admin.Problem;
import dev.serai.call.Caller;
import dev.serai.call.KeyHash;
import dev.serai.keys.KeyQuery;
import dev.serai.keys.VirtualKey;
import dev.serai.keys.VirtualKeys;
import dev.serai.models.Nearest;
import dev.serai.models.PolicyStore;
import dev.serai.tenants.HeldProject;
import dev.serai.tenants.TenantSnapshot;
import dev.serai.tenants.Tenants;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds in whose name a dry run is made, of what the actor may see. Asks the database. */
@Component
final class Askers {
  private static final int SHOWN = 20;

  private final VirtualKeys keys;
  private final Tenants tenants;
  private final TenantSnapshot inherited;
  private final PolicyStore policies;
  private final JdbcClient jdbc;
  private final Mutations mutations;

  Askers(
      VirtualKeys keys,
      Tenants tenants,
      TenantSnapshot inherited,
      PolicyStore policies,
      JdbcClient jdbc,
      Mutations mutations) {
    this.keys = keys;
    this.tenants = tenants;
    this.inherited = inherited;
    this.policies = policies;
    this.jdbc = jdbc;
    this.mutations = mutations;
  }

  /**
   * @throws Problem 404 for a key or project that is not there, 422 for a policy
   */
  Asker of(Question question) {
    if (!question.key().isEmpty()) return key(question.key());
    if (!question.project().isEmpty()) return project(question.project());
    if (!question.policy().isEmpty()) return policy(question.policy());
    return new Asker(KeyHash.NONE, nobody(""), "", "", "");
  }

  private Asker key(String text) {
    VirtualKey key = found(text);
    KeyHash hash = keys.hashOf(key).orElse(KeyHash.NONE);
    return new Asker(
        hash, nobody(""), key.name(), key.policy(), key.policy().isEmpty() ? "" : "key");
  }

  /** The key of that name, alone or behind its project's; else of that id. */
  private VirtualKey found(String text) {
    List<VirtualKey> named = named("", text);
    int slash = text.lastIndexOf('/');
    if (named.isEmpty() && slash > 0)
      named = named(text.substring(0, slash), text.substring(slash + 1));
    if (named.size() > 1)
      throw Problem.invalid(
          "key",
          "one of "
              + named.stream()
                  .map(key -> key.project() + "/" + key.name())
                  .collect(Collectors.joining(", ")));
    return named.isEmpty() ? keys.get(text) : named.getFirst();
  }

  private List<VirtualKey> named(String project, String name) {
    return keys.list(new KeyQuery(project, "", name, null, null, "", SHOWN)).items().stream()
        .filter(key -> key.status() != VirtualKey.Status.REVOKED)
        .toList();
  }

  private Asker project(String name) {
    String organization = tenants.current().id();
    HeldProject home =
        jdbc.sql(
                """
                select organization_id as organization, id, coalesce(team_id, '') as team, personal,
                  coalesce(owner_id, '') as owner
                from projects where organization_id = ? and name = ? and archived_at is null
                """)
            .params(organization, name)
            .query(HeldProject.class)
            .optional()
            .filter(HeldProject::visible)
            .orElseThrow(() -> Problem.notFound("project", name));
    if (home.othersPersonal())
      mutations.read("project.view-other-personal", "project", home.id(), Map.of());
    String policy =
        home.personal()
            ? inherited.personalPolicyOf(organization, home.owner(), "")
            : inherited.policyOf(organization, home.team(), "");
    Caller caller =
        new Caller(
            organization,
            home.team(),
            home.id(),
            home.owner(),
            home.personal(),
            inherited.groupsOf(home.owner()),
            "",
            "",
            "",
            policy,
            0);
    return new Asker(KeyHash.NONE, caller, "", "", "");
  }

  private Asker policy(String name) {
    List<String> names = policies.all().stream().map(row -> row.policy().name()).toList();
    if (!names.contains(name)) {
      List<String> near = Nearest.to(name, names, 3);
      throw Problem.invalid(
          "policy",
          near.isEmpty()
              ? "the name of a routing policy"
              : "the name of a routing policy; did you mean " + String.join(" or ", near) + "?");
    }
    return new Asker(KeyHash.NONE, nobody(name), "", name, "request");
  }

  /** As a key of the organization would be, in no project. */
  private Caller nobody(String policy) {
    return new Caller(tenants.current().id(), "", "", "", false, List.of(), "", "", "", policy, 0);
  }

  /** Whence the caller has its policy. */
  String from(Asker asker, Caller caller) {
    if (!asker.from().isEmpty()) return asker.from();
    if (caller.policy().isEmpty()) return "default";
    List<String> teams = caller.personal() ? caller.groups() : List.of(caller.team());
    boolean ofTeam = teams.stream().anyMatch(team -> !inherited.policyOf("", team, "").isEmpty());
    return ofTeam ? "team" : "organization";
  }
}
