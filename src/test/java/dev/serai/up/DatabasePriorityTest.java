package dev.serai.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DatabasePriorityTest {
  @Test
  void looksAgainWhenItCouldNotLook() throws Exception {
    CountDownLatch looks = new CountDownLatch(3);

    try (DatabasePriority _ = DatabasePriority.keepLow(() -> look(looks), Duration.ofMillis(1))) {
      assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static List<Long> look(CountDownLatch looks) {
    looks.countDown();
    throw new IllegalStateException("Too many open files");
  }
}
