package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.testing.TestDatabase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstReadTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final AtomicInteger reads = new AtomicInteger();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void fewKeysAreThereAtOnce() {
    FirstRead first = reading(() -> {});

    assertThat(first.done()).isTrue();
    assertThat(first.done()).isTrue();
    assertThat(reads).hasValue(1);
  }

  @Test
  void manyAreReadWhileTheRefreshThreadGoesOn() {
    CountDownLatch last = new CountDownLatch(1);
    FirstRead first = reading(() -> await(last));

    assertThat(first.done()).isFalse();
    assertThat(first.done()).isFalse();
    last.countDown();
    while (!first.done()) Thread.onSpinWait();

    assertThat(reads).hasValue(1);
  }

  @Test
  void beginsAnewAfterAFailure() {
    FirstRead first =
        reading(
            () -> {
              if (reads.get() == 1) throw new IllegalStateException("the database is away");
            });

    assertThatThrownBy(first::done).hasRootCauseMessage("the database is away");

    assertThat(first.done()).isTrue();
    assertThat(reads).hasValue(2);
  }

  private FirstRead reading(Runnable read) {
    Runnable counted =
        () -> {
          reads.incrementAndGet();
          read.run();
        };
    return new FirstRead(counted, database.changes());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
