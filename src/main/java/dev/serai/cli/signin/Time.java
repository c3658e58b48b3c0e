package dev.serai.cli.signin;

import java.time.Duration;
import java.time.Instant;

/** The two clocks of a machine: one never jumps but stands still while it sleeps, one does not. */
interface Time {
  Time SYSTEM =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant wall() {
          return Instant.now();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
          Thread.sleep(length);
        }
      };

  long nanos();

  Instant wall();

  void pause(Duration length) throws InterruptedException;

  /** A point on both clocks. */
  record Mark(long nanos, Instant wall) {
    static Mark of(Time time) {
      return new Mark(time.nanos(), time.wall());
    }
  }

  default Duration since(Mark mark) {
    return Duration.ofNanos(nanos() - mark.nanos());
  }

  /** How much further one clock went than the other: the machine slept, or was set. */
  default Duration jumped(Mark mark) {
    return Duration.between(mark.wall(), wall()).minus(since(mark)).abs();
  }
}
