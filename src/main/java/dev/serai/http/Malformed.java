package dev.serai.http;

import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** What to say to a request that is no HTTP, or more than fits. */
final class Malformed {
  private Malformed() {}

  static Refusal refusal(@Nullable Throwable cause, GatewaySettings settings) {
    if (cause instanceof TooLongHttpLineException)
      return new Refusal(
          Reason.URI_TOO_LONG,
          "The request line is longer than "
              + settings.maxLine().toKilobytes()
              + " KB, the most that this gateway takes.");
    if (cause instanceof TooLongHttpHeaderException)
      return new Refusal(
          Reason.HEADERS_TOO_LARGE,
          "The request headers are larger than "
              + settings.maxHeaders().toKilobytes()
              + " KB, the most that this gateway takes.");
    return new Refusal(Reason.BAD_REQUEST, "The request is not proper HTTP.");
  }

  /** Whether a request broke off because of what was sent, rather than because the client left. */
  static boolean is(Throwable cause) {
    return cause instanceof DecoderException || cause instanceof IllegalArgumentException;
  }
}
