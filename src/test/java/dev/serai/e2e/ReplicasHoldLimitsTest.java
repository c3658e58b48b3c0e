package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.RecordedRequest;
import dev.serai.testing.TestDatabase;
import dev.serai.testing.Volley;
import dev.serai.testing.Volley.Hit;
import dev.serai.testing.Volley.Shot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways in processes of their own on one PostgreSQL, and limits that they share. */
@Tag("e2e")
class ReplicasHoldLimitsTest {
  private static final int CALLS = 1_000;
  private static final int AT_ONCE = 64;
  private static final int SECONDS_AWAY = 120;
  private static final String OTHER_KEY = "vk-lw-0123456789ABCDEFGHJKMNPQRT";

  @TempDir Path folder;
  private TestDatabase database;
  private FakeProvider provider;
  private List<Replica> replicas = List.of();

  @BeforeEach
  void start() {
    database = TestDatabase.migrated();
    provider = FakeProvider.start().otherwise(Dialects::answer);
  }

  @AfterEach
  void stop() {
    replicas.forEach(Replica::close);
    provider.close();
    database.close();
  }

  @Test
  void exactlyAsManyCallsReachTheProviderAsTheLimitSays() {
    int cap = 500;
    replicas = Replica.start(3, database, folder, yaml(limit("ci", cap, "refuse")));

    List<Hit> hits = Volley.fire(CALLS, AT_ONCE, i -> shot(i, i % 10 == 0));

    assertThat(provider.requests()).hasSize(cap);
    assertThat(hits.stream().filter(hit -> !hit.shot().leaves()))
        .extracting(Hit::status)
        .isSubsetOf(200, 402, 429);
    assertSettled(cap);
  }

  @Test
  void aReplicaKilledUnderLoadOvershootsNothingAndItsLeaseComesBackWithIt() throws Exception {
    int cap = 600;
    replicas = Replica.start(3, database, folder, yaml(limit("ci", cap, "refuse")));
    try (ExecutorService crowd = Executors.newSingleThreadExecutor()) {
      Future<List<Hit>> load = crowd.submit(() -> Volley.fire(450, AT_ONCE, i -> shot(i, false)));
      provider.awaitRequest(150);
      replicas.getFirst().kill();
      load.get(60, TimeUnit.SECONDS);
    }
    Volley.fire(300, AT_ONCE, i -> shot(1 + i % 2, i, false));
    int withoutIt = provider.requests().size();
    assertThat(withoutIt).isBetween(300, cap);

    replicas.getFirst().start();
    fireUntilSpent();

    // what was on its way when it was killed counts, whether it had reached the provider or not
    assertThat(provider.requests().size()).isBetween(cap - AT_ONCE, cap);
  }

  @Test
  void withoutTheDatabaseALimitRefusesOrLetsPassAsItSaysAndNothingIsLost() throws Exception {
    int cap = 3_000;
    replicas =
        Replica.start(
            3, database, folder, yaml(limit("ci", cap, "refuse") + limit("free", cap, "allow")));
    Volley.fire(60, 8, i -> shot(i, false));
    ConcurrentLinkedQueue<Hit> strict = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Hit> free = new ConcurrentLinkedQueue<>();

    database.goAway();
    underLoad(strict, free);
    database.comeBack();
    fireUntilSpent();

    assertThat(free).isNotEmpty().extracting(Hit::status).containsOnly(200);
    assertThat(strict).extracting(Hit::status).isSubsetOf(200, 402, 429).contains(429);
    assertThat(provider.requests().stream().filter(r -> !byOther(r)).count()).isEqualTo(cap);
    long others = provider.requests().stream().filter(ReplicasHoldLimitsTest::byOther).count();
    assertThat(others).isEqualTo(free.size());
    assertSettled(cap, others);
  }

  /** Two calls every 40 ms for as long as the database is away. */
  private void underLoad(ConcurrentLinkedQueue<Hit> strict, ConcurrentLinkedQueue<Hit> free)
      throws InterruptedException {
    int rounds = SECONDS_AWAY * 25;
    CountDownLatch left = new CountDownLatch(rounds);
    try (ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      int[] round = {0};
      clock.scheduleAtFixedRate(
          () -> {
            int i = round[0]++;
            if (i >= rounds) return;
            crowd.submit(
                () -> {
                  strict.add(Volley.fire(shot(i, false)));
                  free.add(Volley.fire(freeShot(i)));
                  left.countDown();
                });
          },
          0,
          40,
          TimeUnit.MILLISECONDS);
      assertThat(left.await(SECONDS_AWAY + 60, TimeUnit.SECONDS)).isTrue();
      clock.shutdownNow();
    }
  }

  /** Asks every replica again and again until each says that the limit is spent for good. */
  private void fireUntilSpent() {
    for (int round = 0; round < 200; round++) {
      List<Hit> hits = Volley.fire(96, 32, i -> shot(i, false));
      if (hits.stream().allMatch(hit -> hit.status() == 402)) return;
    }
    throw new AssertionError("the limit is never spent: " + provider.requests().size());
  }

  private void assertSettled(long... each) {
    replicas.forEach(Replica::stop); // drains its journal and gives its leases back
    List<Long> spent =
        database
            .jdbc()
            .sql(
                """
                select sum(u.spent) from lease_use u
                  join quotas q on q.id = u.quota_id join limits m on m.id = q.limit_id
                group by m.target_name order by m.target_name
                """)
            .query(Long.class)
            .list();
    List<Long> expected = new ArrayList<>();
    for (long one : each) expected.add(one);
    assertThat(spent).isEqualTo(expected);
  }

  private Shot shot(int i, boolean leaves) {
    return shot(i, i / 3, leaves);
  }

  private Shot shot(int replica, int i, boolean leaves) {
    return new Shot(
        replicas.get(replica % replicas.size()).url(),
        GatewayUnderTest.KEY,
        Dialects.values()[i % 4],
        "m",
        i / 4 % 2 == 0,
        leaves);
  }

  private Shot freeShot(int i) {
    return new Shot(
        replicas.get(i % replicas.size()).url(),
        OTHER_KEY,
        Dialects.OPENAI_CHAT,
        "free",
        false,
        false);
  }

  private static boolean byOther(RecordedRequest request) {
    return request.text().contains("\"free\"");
  }

  private static String limit(String key, int cap, String whenBlind) {
    return "  - { scope: key, target: %s, measure: requests, window: total, cap: %d, when-blind: %s }\n"
        .formatted(key, cap, whenBlind);
  }

  private String yaml(String limits) {
    return """
        organization: acme
        projects: [ { name: checkout } ]
        providers:
          - { name: openai, type: openai, base-url: "%1$s/v1", models: [m, free], credentials: [ { name: main, secret: sk-main-0000000000000000 } ] }
          - { name: anthropic, type: anthropic, base-url: "%1$s/v1", models: [m], credentials: [ { name: main, secret: sk-main-0000000000000000 } ] }
          - { name: gemini, type: gemini, base-url: "%1$s/v1beta", models: [m], credentials: [ { name: main, secret: sk-main-0000000000000000 } ] }
        policies:
          - { name: standard, default: true, providers: [openai, anthropic, gemini] }
        keys:
          - { name: ci, project: checkout, policy: standard, secret: "%2$s" }
          - { name: free, project: checkout, policy: standard, secret: "%3$s" }
        limits:
        %4$s"""
        .formatted(provider.baseUrl(), GatewayUnderTest.KEY, OTHER_KEY, limits);
  }
}
