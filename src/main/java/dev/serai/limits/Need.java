package dev.serai.limits;

/**
 * What a call needs of one limit, in its unit.
 *
 * @param amount that it should reserve
 * @param least enough for a stream to begin: its input, and a little output
 * @param room output tokens in {@code amount}; {@link Long#MAX_VALUE} when more are not possible
 * @param perOutput thousandths of the unit for each further token of output, 0 when it is all one
 */
record Need(long amount, long least, long room, long perOutput) {
  static final Need REQUEST = new Need(1, 1, Long.MAX_VALUE, 0);

  /** Output tokens in {@link #least}. */
  static final long LEAST_OUTPUT = 64;

  /** What either of two candidates needs at most. */
  Need and(Need other) {
    return new Need(
        Math.max(amount, other.amount),
        Math.max(least, other.least),
        Math.min(room, other.room),
        Math.max(perOutput, other.perOutput));
  }
}
