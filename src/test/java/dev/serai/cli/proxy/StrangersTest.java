package dev.serai.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StrangersTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Strangers strangers = new Strangers(nanos::get);
  private final List<Integer> closed = new ArrayList<>();

  private Closeable come(int number) {
    Closeable connection = () -> closed.add(number);
    strangers.come(connection);
    return connection;
  }

  @Test
  void whoSaysNothingHasToGoWhenTheyAreMany() {
    for (int i = 0; i < Strangers.MOST; i++) come(i);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(closed).isEmpty();

    come(100);
    come(101);

    assertThat(closed).containsExactly(0, 1);
  }

  @Test
  void aCrowdThatComesAtOnceIsNotTakenForOne() {
    for (int i = 0; i < 10 * Strangers.MOST; i++) come(i);

    assertThat(closed).isEmpty();
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    come(1000);
    assertThat(closed).hasSize(9 * Strangers.MOST + 1);
  }

  @Test
  void whoHasShownTheBearerStays() {
    List<Closeable> known = new ArrayList<>();
    for (int i = 0; i < Strangers.MOST; i++) known.add(come(i));
    known.forEach(strangers::gone);
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());

    for (int i = 0; i < Strangers.MOST; i++) come(100 + i);

    assertThat(closed).isEmpty();
  }
}
