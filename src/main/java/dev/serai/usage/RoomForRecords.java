package dev.serai.usage;

import dev.serai.admin.ReadinessCheck;
import dev.serai.call.EndedCall;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import java.util.Map;

/**
 * Whether there is room for the records of calls, and what to do when not. A gateway that refuses
 * for it is not ready, so that others get its calls.
 */
public final class RoomForRecords implements ReadinessCheck {
  /** As long as a disk or a database that is back may take to be noticed. */
  private static final long RETRY_SECONDS = 10;

  private final Journal journal;
  private final boolean refuses;

  RoomForRecords(Journal journal, WhenFull whenFull) {
    this.journal = journal;
    this.refuses = whenFull == WhenFull.REFUSE;
  }

  /**
   * Costs one look at memory; any thread.
   *
   * @throws Refusal when a call must not begin now
   */
  public void check() {
    if (!refuses || !journal.full()) return;
    throw new Refusal(
        Reason.JOURNAL_FULL,
        "The gateway cannot record what calls use at the moment. Try again in "
            + RETRY_SECONDS
            + " s.",
        RETRY_SECONDS,
        Map.of());
  }

  /** Those of {@link #check} would only fill what is left for calls that are running. */
  static boolean refused(EndedCall call) {
    return call.outcome() instanceof Outcome.Refused(Reason reason)
        && reason == Reason.JOURNAL_FULL;
  }

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public boolean ready() {
    return !refuses || !journal.full();
  }
}
