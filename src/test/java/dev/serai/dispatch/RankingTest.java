package dev.serai.dispatch;

import static dev.serai.dispatch.RankingScene.call;
import static dev.serai.dispatch.RankingScene.candidate;
import static dev.serai.dispatch.RankingScene.first;
import static dev.serai.dispatch.RankingScene.firsts;
import static dev.serai.dispatch.RankingScene.names;
import static dev.serai.dispatch.RankingScene.ofSession;
import static dev.serai.dispatch.RankingScene.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Rank;
import dev.serai.call.Rank.Affinity;
import dev.serai.call.Rank.Order;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By weight and by what belongs together. The draws are those of seeds: always the same. */
class RankingTest {
  private static final int MANY = 20_000;

  /** Two of a hundred: more than four standard deviations. */
  private static final Offset<Integer> ABOUT = within(MANY / 50);

  private static final Rank DRAWN = new Rank(0, 1, Order.WEIGHTED, Affinity.NONE);
  private static final Rank KEPT = new Rank(0, 1, Order.WEIGHTED, Affinity.KEY);

  private final Set<Candidate> full = new HashSet<>();
  private final Ranking ranking = new Ranking(() -> 0, new Random(1)::nextLong, full::contains);

  private Stream<Call> sessions(Candidate... candidates) {
    return IntStream.range(0, MANY).mapToObj(i -> ranking.order(ofSession("s-" + i, candidates)));
  }

  @Test
  void aListIsLeftAsItIs() {
    Call call =
        ofSession("s", candidate("p", "b", 9, Rank.LISTED), candidate("p", "a", 1, Rank.LISTED));

    assertThat(ranking.order(call)).isSameAs(call);
  }

  @Test
  void eachIsTheFirstAsOftenAsItsWeightSays() {
    Call call = plain(candidate("p", "a", 3, DRAWN), candidate("p", "b", 1, DRAWN));

    Map<String, Integer> firsts =
        firsts(IntStream.range(0, MANY).mapToObj(i -> ranking.order(call)));

    assertThat(firsts.get("p/a")).isCloseTo(MANY * 3 / 4, ABOUT);
    assertThat(firsts.get("p/b")).isCloseTo(MANY / 4, ABOUT);
  }

  @Test
  void sessionsAreSpreadByWeightToo() {
    Map<String, Integer> firsts =
        firsts(
            sessions(
                candidate("p", "a", 5, KEPT),
                candidate("p", "b", 3, KEPT),
                candidate("p", "c", 2, KEPT)));

    assertThat(firsts.get("p/a")).isCloseTo(MANY / 2, ABOUT);
    assertThat(firsts.get("p/b")).isCloseTo(MANY * 3 / 10, ABOUT);
    assertThat(firsts.get("p/c")).isCloseTo(MANY / 5, ABOUT);
  }

  @Test
  void aProvidersWeightIsSharedOutToItsCredentials() {
    Rank heavy = new Rank(0, 3, Order.WEIGHTED, Affinity.KEY);

    Map<String, Integer> firsts =
        firsts(
            sessions(
                candidate("p", "a", 1, heavy),
                candidate("p", "b", 2, heavy),
                candidate("q", "c", 500, KEPT)));

    assertThat(firsts.get("p/a")).isCloseTo(MANY / 4, ABOUT);
    assertThat(firsts.get("p/b")).isCloseTo(MANY / 2, ABOUT);
    assertThat(firsts.get("q/c")).isCloseTo(MANY / 4, ABOUT);
  }

  @Test
  void whoIsNoEqualComesAfterThem() {
    Rank after = new Rank(3, 1, Order.WEIGHTED, Affinity.KEY);
    Candidate last = candidate("q", "c", 1000, after);

    sessions(candidate("p", "a", 1, KEPT), candidate("p", "b", 1, KEPT), last)
        .forEach(
            call -> {
              assertThat(call.candidates()).hasSize(3);
              assertThat(call.candidates().getLast()).isEqualTo(last);
            });
  }

  @Test
  void allReplicasAgreeWithoutTalking() {
    Ranking other = new Ranking(() -> 0, new Random(2)::nextLong, each -> false);
    Candidate a = candidate("p", "a", 3, KEPT);
    Candidate b = candidate("p", "b", 1, KEPT);
    Candidate c = candidate("p", "c", 2, KEPT);

    for (int i = 0; i < 1000; i++)
      assertThat(names(other.order(ofSession("s-" + i, c, a, b))))
          .isEqualTo(names(ranking.order(ofSession("s-" + i, a, b, c))));
  }

  @Test
  void whenOneGoesOnlyItsOwnSessionsMoveAndToTheirSecond() {
    Candidate a = candidate("p", "a", 1, KEPT);
    Candidate b = candidate("p", "b", 1, KEPT);
    Candidate c = candidate("p", "c", 1, KEPT);

    for (int i = 0; i < 1000; i++) {
      List<String> before = names(ranking.order(ofSession("s-" + i, a, b, c)));
      String now = first(ranking.order(ofSession("s-" + i, a, b)));
      assertThat(now).isEqualTo(before.stream().filter(n -> !n.equals("p/c")).findFirst().get());
    }
  }

  @Test
  void moreWeightOnlyDrawsSessionsToItself() {
    Candidate b = candidate("p", "b", 1, KEPT);
    int moved = 0;
    for (int i = 0; i < 1000; i++) {
      String session = "s-" + i;
      String before = first(ranking.order(ofSession(session, candidate("p", "a", 1, KEPT), b)));
      String now = first(ranking.order(ofSession(session, candidate("p", "a", 3, KEPT), b)));
      if (!now.equals(before)) {
        assertThat(now).isEqualTo("p/a");
        moved++;
      }
    }
    assertThat(moved).isBetween(200, 300);
  }

  /** What comes earlier decides, whatever else the call carries. */
  @ParameterizedTest
  @CsvSource({
    "true, session-id, false",
    "false, session-id, false",
    "false, session_id, false",
    "false, x-claude-code-session-id, false",
    "false, x-session-affinity, false",
    "false, '', true",
    "false, x-session-id, false"
  })
  void callsOfOneConversationBelongTogetherHoweverTheClientSaysIt(
      boolean inBody, String header, boolean user) {
    Map<String, String> headers = header.isEmpty() ? Map.of() : Map.of(header, "talk");
    Candidate[] all =
        IntStream.range(0, 50)
            .mapToObj(i -> candidate("p", "c" + i, 1, KEPT))
            .toArray(Candidate[]::new);

    List<String> seen =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    call(
                        "key-" + i,
                        "session-" + i,
                        inBody ? Map.of(header, "other-" + i) : headers,
                        user ? "talk" : "",
                        inBody ? "talk" : "",
                        all))
            .map(call -> first(ranking.order(call)))
            .distinct()
            .toList();

    assertThat(seen).as("one credential for all").hasSize(1);
  }

  @Test
  void withoutACacheKeyTheSessionCountsThenTheKey() {
    Candidate[] all =
        IntStream.range(0, 50)
            .mapToObj(i -> candidate("p", "c" + i, 1, KEPT))
            .toArray(Candidate[]::new);
    String ofSession = first(ranking.order(call("k1", "s", Map.of(), all)));
    String ofKey = first(ranking.order(call("k1", "", Map.of(), all)));

    assertThat(first(ranking.order(call("k2", "s", Map.of(), all)))).isEqualTo(ofSession);
    assertThat(first(ranking.order(call("k1", "", Map.of(), all)))).isEqualTo(ofKey);
    assertThat(firsts(IntStream.range(0, 20).mapToObj(i -> ranking.order(key(i, all)))))
        .hasSizeGreaterThan(5);
  }

  private static Call key(int i, Candidate... all) {
    return call("k" + i, "", Map.of(), all);
  }

  @Test
  void affinityToSessionsLetsPlainKeysSpread() {
    Rank rank = new Rank(0, 1, Order.WEIGHTED, Affinity.SESSION);
    Candidate a = candidate("p", "a", 1, rank);
    Candidate b = candidate("p", "b", 1, rank);

    assertThat(firsts(IntStream.range(0, 100).mapToObj(i -> ranking.order(plain(a, b)))))
        .hasSize(2);
    assertThat(firsts(IntStream.range(0, 100).mapToObj(i -> ranking.order(ofSession("s", a, b)))))
        .hasSize(1);
  }

  @Test
  void whoWouldHaveToWaitGoesToAnEqualThatHasRoomUnlessItsCacheIsWorthIt() {
    Candidate a = candidate("p", "a", 9, DRAWN);
    Candidate b = candidate("p", "b", 1, DRAWN);
    Candidate last = candidate("q", "c", 1, new Rank(1, 1, Order.WEIGHTED, Affinity.NONE));
    full.add(a);

    for (int i = 0; i < 100; i++)
      assertThat(names(ranking.order(plain(a, b, last)))).containsExactly("p/b", "p/a", "q/c");

    Candidate kept = candidate("p", "a", 9, KEPT);
    Candidate other = candidate("p", "b", 1, KEPT);
    Call talk = ofSession("s-0", kept, other);
    assertThat(first(ranking.order(talk))).isEqualTo("p/a");
    full.add(kept);
    assertThat(first(ranking.order(talk))).isEqualTo("p/a");
  }

  @Test
  void tellsWhatTheOrderFollowsFromAndTheShares() {
    Candidate a = candidate("p", "a", 3, KEPT);
    Candidate b = candidate("p", "b", 1, KEPT);

    Ranking.Ranks kept = ranking.explain(call("k", "", Map.of("session-id", "x"), a, b));
    assertThat(kept.keptBy()).isEqualTo("session-id");
    assertThat(kept.ranked().stream().map(Ranking.Ranked::candidate).toList())
        .isEqualTo(ranking.order(call("k", "", Map.of("session-id", "x"), a, b)).candidates());

    Ranking.Ranks drawn =
        ranking.explain(plain(candidate("p", "b", 1, DRAWN), candidate("p", "a", 3, DRAWN)));
    assertThat(drawn.keptBy()).isEmpty();
    assertThat(drawn.ranked().stream().map(Ranking.Ranked::share).toList())
        .containsExactly(0.75, 0.25);
  }
}
