package dev.serai.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Candidate;
import dev.serai.call.Credential;
import dev.serai.call.Provider;
import dev.serai.call.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private final Places places = new Places();
  private IntSupplier inFlight = () -> 0;
  private IntSupplier queued = () -> 0;

  PlacesTest() {
    places.onUse(
        (credential, calls, queue) -> {
          inFlight = calls;
          queued = queue;
        });
  }

  private static Candidate candidate(int connections, int queue) {
    return new Candidate(
        new Provider(
            "p",
            "p",
            "http://127.0.0.1",
            Set.of(),
            List.of(),
            Provider.Auth.BEARER,
            true,
            "",
            Provider.Timeouts.DEFAULT),
        "m",
        new Credential(
            "c1",
            "main",
            "p",
            Secret.of("s"),
            new Credential.Room(connections, queue, Duration.ofSeconds(1)),
            1));
  }

  /** A call of the model: what it was told. */
  private static final class Caller {
    @Nullable Place place;
    int grants;
  }

  @Property
  void whateverComesAndGoesNobodyIsOverTheLimitForgottenOrOvertaken(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 9) Integer> steps,
      @ForAll @IntRange(min = 1, max = 4) int connections,
      @ForAll @IntRange(max = 3) int queue) {
    Places fresh = new Places();
    IntSupplier[] calls = {() -> 0};
    fresh.onUse((credential, flying, waiting) -> calls[0] = flying);
    Deque<Caller> waiting = new ArrayDeque<>();
    List<Caller> at = new ArrayList<>();
    for (int step : steps) {
      if (step < 5) {
        Caller caller = new Caller();
        caller.place = fresh.enter(candidate(connections, queue), () -> caller.grants++);
        if (caller.place == null) {
          assertThat(at).hasSize(connections);
          assertThat(waiting).hasSize(queue);
        } else if (caller.place.queued()) {
          assertThat(at).hasSize(connections);
          waiting.add(caller);
        } else {
          at.add(caller);
        }
      } else if (step < 8 && !at.isEmpty()) {
        leave(at.remove(step % at.size()));
        if (!waiting.isEmpty()) {
          assertThat(waiting.getFirst().grants).as("the first is next").isOne();
          at.add(waiting.removeFirst());
        }
      } else if (step >= 8 && !waiting.isEmpty()) {
        leave(step == 8 ? waiting.removeFirst() : waiting.removeLast());
      }
      assertThat(calls[0].getAsInt()).isEqualTo(at.size()).isLessThanOrEqualTo(connections);
      assertThat(waiting).allMatch(caller -> caller.grants == 0);
    }
    waiting.forEach(PlacesTest::leave);
    at.forEach(PlacesTest::leave);
    assertThat(calls[0].getAsInt()).isZero();
    assertThat(fresh.enter(candidate(connections, 0), () -> {})).isNotNull();
  }

  /** Twice, as callers may. */
  private static void leave(Caller caller) {
    if (caller.place == null) return;
    caller.place.leave();
    caller.place.leave();
  }

  @Test
  void isFullWhileACallWouldHaveToWait() {
    Candidate candidate = candidate(1, 5);
    assertThat(places.full(candidate)).isFalse();

    Place place = places.enter(candidate, () -> {});
    assertThat(places.full(candidate)).isTrue();
    assertThat(places.full(candidate(2, 0))).as("with a place more").isFalse();
    assertThat(places.full(candidate(0, 0))).as("without an end").isFalse();

    place.leave();
    assertThat(places.full(candidate)).isFalse();
  }

  @Test
  void aLimitThatIsRaisedOrTakenAwayLetsThoseInWhoWait() {
    List<String> told = new ArrayList<>();
    places.enter(candidate(1, 2), () -> {});
    places.enter(candidate(1, 2), () -> told.add("first"));
    places.enter(candidate(1, 2), () -> told.add("second"));
    assertThat(queued.getAsInt()).isEqualTo(2);

    Place next = places.enter(candidate(2, 2), () -> told.add("third"));

    assertThat(told).containsExactly("first");
    assertThat(next).matches(Place::queued);
    assertThat(places.enter(candidate(0, 0), () -> {})).isNotNull();
    assertThat(told).containsExactly("first", "second", "third");
    assertThat(inFlight.getAsInt()).isEqualTo(5);
    assertThat(queued.getAsInt()).isZero();
  }

  @Test
  void noPlaceIsLostAmongThreads() throws InterruptedException {
    int threads = 200;
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int seed = i;
      all.add(Thread.startVirtualThread(() -> comeAndGo(new Random(seed), now, most)));
    }
    for (Thread thread : all) thread.join();

    assertThat(most.get()).isBetween(1, 3);
    assertThat(inFlight.getAsInt()).isZero();
    assertThat(queued.getAsInt()).isZero();
  }

  private void comeAndGo(Random random, AtomicInteger now, AtomicInteger most) {
    for (int i = 0; i < 200; i++) {
      CountDownLatch granted = new CountDownLatch(1);
      Place place = places.enter(candidate(3, 20), granted::countDown);
      if (place == null) continue;
      boolean impatient = place.queued() && random.nextInt(4) == 0;
      if (place.queued() && !impatient) await(granted);
      if (!impatient) {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        Thread.yield();
        now.decrementAndGet();
      }
      place.leave();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
