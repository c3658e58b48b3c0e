package dev.serai.dialects;

import dev.serai.call.Usage;

/**
 * Reads what a provider's reply says about itself while its bytes pass: usage, model, how it ended.
 * Fed with chunks cut anywhere; never keeps more than one event (or, for a reply that is not
 * streamed, the parts it needs). One per attempt, used from one event loop, never throws on what a
 * provider sends.
 */
public interface ReplyReader {
  /** The next bytes. The array is only lent: it may be reused after the call. */
  void read(byte[] bytes, int from, int to);

  /** The provider has ended the HTTP message properly. */
  void end();

  Phase phase();

  /**
   * Usage as far as known; estimated unless the provider reported the final figures. Cheap before
   * {@link #end}, exact after.
   */
  Usage usage();

  /**
   * Output tokens seen so far by our own count (about four bytes of text each), for limits on
   * running streams. Only grows.
   */
  long outputSoFar();

  /** The model as the provider names it, empty until seen. */
  String model();

  /**
   * The provider's own stop word ({@code stop}, {@code end_turn}, {@code MAX_TOKENS}…), empty until
   * seen.
   */
  String finish();

  /**
   * Type, code or status of the error that the reply carried inside a 200 stream ({@code
   * overloaded_error}, {@code server_error}…), empty if none.
   */
  String error();

  /**
   * PRELUDE: nothing that a user would see has passed, another candidate may still be tried.
   * CONTENT: of a stream, the first event with text, reasoning or a tool call; of a reply that is
   * not streamed, its first byte but white space. ENDED: the dialect's own end was seen. ERROR: the
   * reply carries an error; stays so whatever follows.
   */
  enum Phase {
    PRELUDE,
    CONTENT,
    ENDED,
    ERROR
  }
}
