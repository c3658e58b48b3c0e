package dev.serai.cli.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stands still but for what the test says, and for pauses, which pass at once. */
final class SettableTime implements Time {
  private long nanos;
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  private final List<Duration> pauses = new ArrayList<>();

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Instant wall() {
    return wall;
  }

  @Override
  public synchronized void pause(Duration length) {
    pauses.add(length);
    pass(length);
  }

  synchronized void pass(Duration length) {
    nanos += length.toNanos();
    wall = wall.plus(length);
  }

  /** The lid was closed: only the wall clock went on. */
  synchronized void sleep(Duration length) {
    wall = wall.plus(length);
  }

  synchronized List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
