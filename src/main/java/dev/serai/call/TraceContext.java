package dev.serai.call;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * W3C trace context of one call (Trace Context level 1, https://www.w3.org/TR/trace-context/).
 *
 * @param traceId 32 hex digits
 * @param spanId 16 hex digits, our span of the call
 * @param parentId the client's span, empty when the trace starts here
 * @param state {@code tracestate} as received, empty when none
 */
public record TraceContext(
    String traceId, String spanId, String parentId, boolean sampled, String state) {
  private static final HexFormat HEX = HexFormat.of();

  /** Continues the client's trace when the header is well-formed, else starts one. */
  public static TraceContext from(@Nullable String traceparent, @Nullable String tracestate) {
    if (traceparent != null && wellFormed(traceparent)) {
      boolean sampled = (Character.digit(traceparent.charAt(54), 16) & 1) == 1;
      return new TraceContext(
          traceparent.substring(3, 35),
          newSpanId(),
          traceparent.substring(36, 52),
          sampled,
          tracestate == null ? "" : tracestate);
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new TraceContext(
        HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1),
        newSpanId(),
        "",
        true,
        "");
  }

  public static String newSpanId() {
    return HEX.toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
  }

  /** The header value that names {@code spanId} as the parent. */
  public String traceparent(String spanId) {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }

  private static boolean wellFormed(String value) {
    if (value.length() < 55 || (value.length() > 55 && value.startsWith("00"))) return false;
    if (value.charAt(2) != '-'
        || value.charAt(35) != '-'
        || value.charAt(52) != '-'
        || value.startsWith("ff")) return false;
    return hex(value, 0, 2)
        && hex(value, 3, 35)
        && hex(value, 36, 52)
        && hex(value, 53, 55)
        && !zero(value, 3, 35)
        && !zero(value, 36, 52);
  }

  private static boolean hex(String value, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = value.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    }
    return true;
  }

  private static boolean zero(String value, int from, int to) {
    for (int i = from; i < to; i++) if (value.charAt(i) != '0') return false;
    return true;
  }
}
