package dev.serai.models;

import dev.serai.access.Permission;
import dev.serai.admin.InstallationOnly;
import dev.serai.admin.Mutations;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.database.Changes;
import dev.serai.providers.Owner;
import dev.serai.providers.ProviderRules;
import dev.serai.providers.ProviderStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What admins do with routing policies. What was done is in force on this replica on return, on the
 * others within a second.
 *
 * <p>All throw {@link Problem}: 404 for a policy that is not there, 409 for one that is not the
 * API's to change or that is in use, 422 for a wrong value.
 */
@Component
class ManagedPolicies {
  private static final String WHAT = "policy";
  private static final int SHOWN = 20;

  private final PolicyStore store;
  private final ProviderStore providers;
  private final PolicyUse use;
  private final InstallationOnly only;
  private final Mutations mutations;
  private final Changes changes;

  ManagedPolicies(
      PolicyStore store,
      ProviderStore providers,
      PolicyUse use,
      InstallationOnly only,
      Mutations mutations,
      Changes changes) {
    this.store = store;
    this.providers = providers;
    this.use = use;
    this.only = only;
    this.mutations = mutations;
    this.changes = changes;
  }

  /**
   * By name.
   *
   * @param provider that they list, empty = whichever
   */
  Page<PolicyView> list(String provider, String managedBy, String after, int limit) {
    Page.checked(limit);
    only.check(Permission.ROUTING_POLICIES_VIEW);
    List<PolicyView> found =
        store.all().stream()
            .map(PolicyView::of)
            .filter(policy -> provider.isEmpty() || policy.providers().contains(provider))
            .filter(policy -> managedBy.isEmpty() || policy.managedBy().equals(managedBy))
            .sorted(Comparator.comparing(PolicyView::name))
            .filter(policy -> policy.name().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    return Page.of(found, limit, PolicyView::name);
  }

  PolicyView get(String name) {
    letIn(Permission.ROUTING_POLICIES_VIEW, name);
    return PolicyView.of(row(name));
  }

  /** Inside the caller's transaction. */
  PolicyView create(PolicyFields wanted) {
    only.check(Permission.ROUTING_POLICIES_MANAGE);
    String name = Objects.requireNonNullElse(wanted.name(), "").strip();
    ProviderRules.name(name)
        .ifPresent(
            expected -> {
              throw Problem.invalid("name", expected);
            });
    if (wanted.providers() == null) throw Problem.invalid("providers", "a list of their names");
    RoutingPolicy none = new RoutingPolicy(name, false, List.of(), Map.of(), List.of(), List.of());
    long revision = changes.bump(); // from here on no other writer is in between
    if (find(name).isPresent())
      throw Problem.conflict("name_taken", "There is a policy named " + name + " already.");
    PolicyStore.Row row = new PolicyStore.Row(checked(wanted.on(none)), Owner.API);
    put(row, revision);
    return mutations.created("policy.create", WHAT, name, PolicyView.of(row));
  }

  PolicyView update(String name, PolicyFields wanted, @Nullable String match) {
    letIn(Permission.ROUTING_POLICIES_MANAGE, name);
    if (wanted.name() != null && !wanted.name().equals(name))
      throw Problem.invalid("name", "nothing: a policy keeps its name");
    return mutations.update(
        new Mutations.Target("policy.update", WHAT, name, match),
        () -> locked(name),
        before -> {
          PolicyStore.Row old = row(name);
          old.owner().letChange("Policy", name);
          PolicyStore.Row row = new PolicyStore.Row(checked(wanted.on(old.policy())), Owner.API);
          if (!row.equals(old)) put(row, changes.bump());
          return PolicyView.of(row);
        });
  }

  /**
   * @throws Problem 409 that says how many use it
   */
  void delete(String name, @Nullable String match) {
    letIn(Permission.ROUTING_POLICIES_MANAGE, name);
    mutations.delete(
        new Mutations.Target("policy.delete", WHAT, name, match),
        () -> locked(name),
        () -> {
          PolicyStore.Row row = row(name);
          row.owner().letChange("Policy", name);
          PolicyUse.Users users = use.of(name, row.policy().preferred());
          if (!users.none())
            throw Problem.conflict(
                "policy_in_use",
                "Policy '%s' is used by %s. Give them another first.".formatted(name, text(users)));
          store.remove(name);
        });
  }

  private static String text(PolicyUse.Users users) {
    List<String> words = new ArrayList<>();
    count(words, users.keys(), "key");
    count(words, users.teams(), "team");
    count(words, users.organizations(), "organization");
    if (words.size() == 1) return words.getFirst();
    return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  private static void count(List<String> words, long count, String what) {
    if (count > 0) words.add(count + " " + what + (count == 1 ? "" : "s"));
  }

  /** There is one default: who becomes it takes it from the other. */
  private void put(PolicyStore.Row row, long revision) {
    if (row.policy().preferred())
      for (PolicyStore.Row other : store.all()) {
        if (!other.policy().preferred() || other.policy().name().equals(row.policy().name()))
          continue;
        other.owner().letChange("The default policy", other.policy().name());
        stepDown(other, revision);
      }
    store.put(row, revision);
  }

  private void stepDown(PolicyStore.Row row, long revision) {
    PolicyStore.Row now = new PolicyStore.Row(row.policy().withPreferred(false), row.owner());
    mutations.update(
        Mutations.Target.of("policy.update", WHAT, row.policy().name()),
        () -> PolicyView.of(row),
        before -> {
          store.put(now, revision);
          return PolicyView.of(now);
        });
  }

  /** Holds every other writer off until the transaction ends. */
  private PolicyView locked(String name) {
    changes.bump();
    return PolicyView.of(row(name));
  }

  private PolicyStore.Row row(String name) {
    return find(name).orElseThrow(() -> Problem.notFound(WHAT, name));
  }

  private Optional<PolicyStore.Row> find(String name) {
    return store.all().stream().filter(row -> row.policy().name().equals(name)).findFirst();
  }

  private void letIn(Permission permission, String name) {
    only.check(permission, Permission.ROUTING_POLICIES_VIEW, WHAT, name);
  }

  private RoutingPolicy checked(RoutingPolicy policy) {
    List<String> known = providers.all().stream().map(row -> row.provider().name()).toList();
    List<String> before = new ArrayList<>();
    for (String name : policy.providers()) {
      PolicyRules.provider(name, before, known)
          .ifPresent(
              flaw -> {
                throw switch (flaw) {
                  case UNKNOWN -> unknown(name, known);
                  case TWICE -> Problem.invalid("providers", "'" + name + "' once");
                };
              });
      before.add(name);
    }
    for (String alias : policy.aliases().keySet())
      for (PolicyRules.Chain chain : PolicyRules.chains(alias, policy.aliases()))
        throw Problem.invalid(
            "aliases." + alias, PolicyRules.Chain.EXPECTED + ", but " + chain.text());
    for (PolicyRules.Wrong wrong : PolicyRules.balance(policy.providers(), policy.balance()))
      throw Problem.invalid(wrong.field(), wrong.expected());
    return policy;
  }

  private static Problem unknown(String name, List<String> known) {
    if (known.isEmpty()) return Problem.invalid("providers", "none, as there is none yet");
    List<String> near = Nearest.to(name, known, 3);
    String guess = near.isEmpty() ? "" : "; did you mean " + Routing.orList(near) + "?";
    return Problem.invalid(
        "providers",
        "one of "
            + String.join(", ", known.subList(0, Math.min(SHOWN, known.size())))
            + ", and not '"
            + Routing.shown(name)
            + "'"
            + guess);
  }
}
