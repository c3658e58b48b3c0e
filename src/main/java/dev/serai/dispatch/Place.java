package dev.serai.dispatch;

/**
 * One call's place at a credential, or its turn in the queue for one. Any thread. Whoever has it
 * leaves it, however the call ends.
 */
public final class Place {
  /** Guarded by the line, as all of it. */
  enum State {
    WAITING,
    HELD,
    LEFT
  }

  final Line line;
  final Runnable granted;
  private final boolean queued;
  State state;

  Place(Line line, Runnable granted, State state) {
    this.line = line;
    this.granted = granted;
    this.state = state;
    this.queued = state == State.WAITING;
  }

  /** Whether it was not free at once: {@code granted} tells when it is. */
  public boolean queued() {
    return queued;
  }

  /** Gives it to the next in the queue, or the turn up. Harmless when that was done before. */
  public void leave() {
    line.leave(this);
  }
}
