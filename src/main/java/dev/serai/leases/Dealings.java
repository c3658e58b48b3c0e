package dev.serai.leases;

import org.jspecify.annotations.Nullable;

/**
 * What the {@link LeaseKeeper} remembers of one quota: how it was used lately, and what the
 * database knows of it. For the keeper's thread alone.
 */
final class Dealings {
  private static final long SECOND_MILLIS = 1_000;

  /** Tells several slots of one lease apart. 0 = no exchange yet. */
  long incarnation;

  /** Names all that share the cap. 0 = not known yet. */
  long shared;

  /** Settled by earlier slots of the same lease. */
  long carried;

  /** What the database knows to be granted and settled, without what was carried. */
  long knownGranted;

  long knownSettled;
  long exchangedAt;

  /** The latest recall heard of, and the latest one that was answered. */
  long recall;

  long answered;

  /** When somebody missed something last. */
  long scarceAt = Long.MIN_VALUE / 2;

  /** Calls that wait for an answer, perhaps until others have looked what they can give back. */
  Quota.@Nullable Ask waiting;

  /** The recall that is waited for, else 0; until when; and when to look again. */
  long waitsFor;

  long waitsUntil;
  long againAt;

  /** Until then the database is not bothered with it. */
  long quietUntil = Long.MIN_VALUE / 2;

  /** When calls that waited got something. */
  long givenAt = Long.MIN_VALUE / 2;

  /** When use or reservations changed last, seen at a look. */
  long usedAt;

  /** Used more in the last second, as far as is known. */
  long rate;

  private long seenUsed;
  private long seenSettled;
  private long usedAtMark;
  private long markedAt;

  void look(Slot slot, long now) {
    long used = slot.used();
    long settled = slot.settled();
    if (used != seenUsed || settled != seenSettled || usedAt == 0) usedAt = now;
    seenUsed = used;
    seenSettled = settled;
    long more = Math.max(0, used - usedAtMark);
    if (now - markedAt >= SECOND_MILLIS) {
      rate = more;
      usedAtMark = used;
      markedAt = now;
    } else rate = Math.max(rate, more);
  }
}
