package dev.serai.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Rank;
import dev.serai.database.Changes;
import dev.serai.providers.Owner;
import dev.serai.testing.TestDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;

class PolicyStoreTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final PolicyStore store = new PolicyStore(database.jdbc());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void readsBackWhatWasPutWithItsAliasesInOrder() {
    Map<String, List<String>> aliases = new LinkedHashMap<>();
    for (String alias : List.of("z", "fast", "a", "reasoning"))
      aliases.put(alias, List.of("openai/" + alias, "b"));
    PolicyStore.Row row =
        new PolicyStore.Row(
            new RoutingPolicy(
                "p", true, List.of("b", "a"), aliases, List.of("gpt-*"), List.of("*-nano")),
            Owner.FILE);

    store.put(row, 1);

    assertThat(store.all()).containsExactly(row);
    assertThat(store.all().getFirst().policy().aliases().keySet())
        .containsExactly("z", "fast", "a", "reasoning");
  }

  @Test
  void readsBackHowItChoosesAmongEquals() {
    Map<String, Integer> weights = new LinkedHashMap<>();
    weights.put("b", 3);
    weights.put("a", 1);
    Balance balance =
        new Balance(
            Rank.Order.LATENCY,
            Rank.Affinity.KEY,
            List.of(List.of("a", "b"), List.of("c", "d")),
            weights);
    List<String> providers = List.of("a", "b", "x", "c", "d");
    PolicyStore.Row row =
        new PolicyStore.Row(
            new RoutingPolicy("p", true, providers, Map.of(), List.of(), List.of(), balance),
            Owner.FILE);

    store.put(row, 1);
    assertThat(store.all()).containsExactly(row);

    PolicyStore.Row plain = row("p", true);
    store.put(plain, 2);
    assertThat(store.all()).containsExactly(plain);
  }

  @Test
  void onlyOneCanBeTheDefault() {
    store.put(row("a", true), 1);

    assertThatThrownBy(() -> store.put(row("b", true), 2))
        .isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void theSnapshotStaysTheSameListUntilAPolicyChanges() {
    Changes changes = database.changes();
    Policies policies = new Policies(store, changes);
    store.put(row("a", false), 1);
    changes.refreshNow();
    List<RoutingPolicy> before = policies.all();
    assertThat(before).hasSize(1);

    changes.refreshNow();
    assertThat(policies.all()).isSameAs(before);

    store.remove("a");
    changes.refreshNow();
    assertThat(policies.all()).isEmpty();
  }

  private static PolicyStore.Row row(String name, boolean preferred) {
    return new PolicyStore.Row(
        new RoutingPolicy(name, preferred, List.of(), Map.of(), List.of(), List.of()), Owner.API);
  }
}
