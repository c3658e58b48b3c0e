package dev.serai.dispatch;

import static dev.serai.dispatch.RankingScene.candidate;
import static dev.serai.dispatch.RankingScene.first;
import static dev.serai.dispatch.RankingScene.firsts;
import static dev.serai.dispatch.RankingScene.names;
import static dev.serai.dispatch.RankingScene.ofSession;
import static dev.serai.dispatch.RankingScene.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Rank;
import dev.serai.call.Rank.Affinity;
import dev.serai.call.Rank.Order;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyOrderTest {
  private static final Rank RANK = new Rank(0, 1, Order.LATENCY, Affinity.SESSION);

  private final Candidate a = candidate("p", "a", 1, RANK);
  private final Candidate b = candidate("p", "b", 1, RANK);
  private final Candidate c = candidate("p", "c", 1, RANK);
  private long now;
  private final Ranking ranking = new Ranking(() -> now, new Random(1)::nextLong, each -> false);

  private void served(Candidate candidate, int millis) {
    ranking.served(candidate, plain(candidate), 200, Duration.ofMillis(millis).toNanos());
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Map<String, Integer> firstsOf(int calls, Candidate... candidates) {
    return firsts(IntStream.range(0, calls).mapToObj(i -> ranking.order(plain(candidates))));
  }

  @Test
  void theFastestComesFirstAndTheSlowestLast() {
    served(a, 900);
    served(b, 100);
    served(c, 400);

    assertThat(names(ranking.order(plain(a, b, c)))).containsExactly("p/b", "p/c", "p/a");
  }

  @Test
  void whoIsAboutAsFastSharesTheCalls() {
    served(a, 100);
    served(b, 120);
    served(c, 200);

    Map<String, Integer> firsts = firstsOf(1000, a, b, c);

    assertThat(firsts).containsOnlyKeys("p/a", "p/b");
    assertThat(firsts.get("p/a")).isBetween(400, 600);
  }

  @Test
  void ofWhomNothingIsKnownIsTakenForFast() {
    served(a, 100);

    assertThat(firstsOf(1000, a, b)).containsOnlyKeys("p/a", "p/b");
  }

  @Test
  void aSlowOneIsLeftAloneThenTriedByAFewAndHasItsShareBackWhenItRecovered() {
    served(a, 100);
    served(b, 2000);
    assertThat(firstsOf(1000, a, b)).containsOnlyKeys("p/a");

    int early = 0;
    int late = 0;
    for (int second = 0; second < 900; second++) {
      pass(Duration.ofSeconds(1));
      boolean tried = first(ranking.order(plain(a, b))).equals("p/b");
      served(a, 100);
      if (!tried) continue;
      served(b, 100);
      if (second < 60) early++;
      if (second >= 600) late++;
    }

    assertThat(early).isLessThan(3);
    assertThat(late).isBetween(100, 200);
  }

  @Test
  void oneCallAtATimeSeesHowASlowOneFares() {
    served(a, 100);
    served(b, 2000);
    pass(Duration.ofSeconds(40));
    served(a, 100);

    Map<String, Integer> firsts = firstsOf(1000, a, b);

    assertThat(firsts).containsEntry("p/b", 1).containsEntry("p/a", 999);
  }

  @Test
  void tellingTheOrderTakesNoProbe() {
    served(a, 100);
    served(b, 2000);
    pass(Duration.ofSeconds(40));
    for (int i = 0; i < 100; i++)
      assertThat(ranking.explain(plain(a, b)).ranked().getFirst().candidate()).isEqualTo(a);

    assertThat(ranking.explain(plain(a, b)).ranked().getLast().tookMillis()).isEqualTo(2000);
    assertThat(firstsOf(1000, a, b)).containsEntry("p/b", 1);
  }

  @Test
  void aSessionStaysWhereItsCacheIsHoweverSlow() {
    String before = first(ranking.order(ofSession("s", a, b)));
    served(before.equals("p/a") ? a : b, 5000);
    served(before.equals("p/a") ? b : a, 10);

    assertThat(first(ranking.order(ofSession("s", a, b)))).isEqualTo(before);
  }

  @Test
  void whatIsQuickBecauseItFailsIsNotFast() {
    served(a, 100);
    served(b, 900);
    Call call = plain(b);
    ranking.served(b, call, 400, 1);

    assertThat(firstsOf(100, a, b)).containsOnlyKeys("p/a");
  }

  @Test
  void oneSlowStartIsForgottenByThoseThatFollow() {
    served(a, 100);
    served(b, 10_000);
    for (int i = 0; i < 200; i++) served(b, 50);

    assertThat(firstsOf(100, a, b)).containsKey("p/b");
  }
}
