package dev.serai.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Dialect;
import dev.serai.call.Operation;
import dev.serai.call.Provider;
import dev.serai.call.Rank;
import dev.serai.call.Rank.Affinity;
import dev.serai.call.Rank.Order;
import dev.serai.call.Target;
import dev.serai.testing.TestCalls;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EqualProvidersTest {
  private static final List<Provider> ALL =
      List.of(provider("a"), provider("b"), provider("c"), provider("d"));
  private static final Balance BALANCE =
      new Balance(Order.WEIGHTED, Affinity.KEY, List.of(List.of("a", "b")), Map.of("a", 3));

  private static List<Target> targets(Balance balance, String asked) {
    RoutingPolicy policy =
        new RoutingPolicy(
            "p",
            true,
            List.of("a", "b", "c", "d"),
            Map.of("fast", List.of("m", "other"), "twice", List.of("m", "a/m", "d/m")),
            List.of(),
            List.of(),
            balance);
    Models models = new Models(() -> ALL, () -> List.of(policy), new NamedModels(Map.of()));
    return models.resolve(TestCalls.call(Operation.CHAT, asked, TestCalls.caller("p"))).targets();
  }

  private static List<String> shown(List<Target> targets) {
    return targets.stream()
        .map(
            each ->
                each.provider().name()
                    + ":"
                    + each.model()
                    + " "
                    + each.rank().number()
                    + " x"
                    + each.rank().weight())
        .toList();
  }

  @Test
  void thoseOfAGroupHaveOneRankAndEveryOtherItsOwn() {
    List<Target> targets = targets(BALANCE, "m");

    assertThat(shown(targets)).containsExactly("a:m 0 x3", "b:m 0 x1", "c:m 1 x1", "d:m 2 x1");
    assertThat(targets)
        .allMatch(each -> each.rank().order() == Order.WEIGHTED)
        .allMatch(each -> each.rank().affinity() == Affinity.KEY);
  }

  @Test
  void theNamesOfAnAliasAreTriedOneAfterTheOther() {
    assertThat(shown(targets(BALANCE, "fast")))
        .containsExactly(
            "a:m 0 x3",
            "b:m 0 x1",
            "c:m 1 x1",
            "d:m 2 x1",
            "a:other 3 x3",
            "b:other 3 x1",
            "c:other 4 x1",
            "d:other 5 x1");
  }

  @Test
  void whatAnAliasLeadsToTwiceIsTriedOnceWhereItStandsFirst() {
    assertThat(shown(targets(BALANCE, "twice")))
        .containsExactly("a:m 0 x3", "b:m 0 x1", "c:m 1 x1", "d:m 2 x1");
  }

  @Test
  void aPinnedProviderHasNoEqual() {
    assertThat(shown(targets(BALANCE, "b/m"))).containsExactly("b:m 0 x1");
  }

  @Test
  void whoSaysNothingHasAList() {
    assertThat(targets(Balance.LISTED, "m"))
        .hasSize(4)
        .allMatch(each -> each.rank() == Rank.LISTED);
  }

  private static Provider provider(String name) {
    return new Provider(
        name,
        name,
        "http://127.0.0.1",
        Set.of(Dialect.OPENAI_CHAT),
        List.of("m", "other"),
        Provider.Auth.BEARER,
        true,
        "",
        Provider.Timeouts.DEFAULT);
  }
}
