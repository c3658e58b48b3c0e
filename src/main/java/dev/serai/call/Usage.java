package dev.serai.call;

/**
 * Tokens of one call in disjoint buckets: no token is in two of them, so each is priced once.
 *
 * @param input fresh text input, neither cached nor audio
 * @param cacheWrite5m written to the cache for five minutes, or for a time that the provider does
 *     not name
 * @param output visible text output, without reasoning and audio
 * @param webSearches server-side searches, billed per request
 * @param estimated true when the reply was cut or the provider reported nothing: the figures are
 *     our count
 */
public record Usage(
    long input,
    long inputAudio,
    long cacheRead,
    long cacheReadAudio,
    long cacheWrite5m,
    long cacheWrite1h,
    long output,
    long reasoning,
    long outputAudio,
    long webSearches,
    boolean estimated) {

  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false);

  public Usage {
    if ((input
            | inputAudio
            | cacheRead
            | cacheReadAudio
            | cacheWrite5m
            | cacheWrite1h
            | output
            | reasoning
            | outputAudio
            | webSearches)
        < 0) throw new IllegalArgumentException("usage: a negative bucket");
  }

  /**
   * What a request of so many bytes costs at least, when nobody tells: a token per four of them.
   */
  public static Usage ofRequest(long bytes) {
    return NONE.withRequest(bytes);
  }

  /** With the input of {@link #ofRequest}, and the output as it is. */
  public Usage withRequest(long bytes) {
    long tokens = Math.max(1, bytes / 4);
    return new Usage(tokens, 0, 0, 0, 0, 0, output, reasoning, outputAudio, webSearches, true);
  }

  public long inputTotal() {
    return input + inputAudio + cacheRead + cacheReadAudio + cacheWrite5m + cacheWrite1h;
  }

  public long outputTotal() {
    return output + reasoning + outputAudio;
  }
}
