package dev.serai.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@link AuditVerifier} found out about the chain of one organization.
 *
 * @param organization by name
 * @param rows how many are as they were written, from the first one on
 * @param first time of the first of them, null when there are none
 * @param last time of the last of them
 * @param hash of the last of them, in hex
 * @param fault the first thing that is wrong, null when nothing is
 */
public record Verdict(
    String organization,
    long rows,
    @Nullable Instant first,
    @Nullable Instant last,
    String hash,
    @Nullable Fault fault) {

  /**
   * @param number of the row
   * @param sentence for people
   */
  public record Fault(Kind kind, long number, String sentence) {}

  /** How a row is wrong. */
  public enum Kind {
    /** It does not hold what was written. */
    CHANGED,
    /** It is not there any more. */
    REMOVED,
    /** It stands where another one was written. */
    REORDERED,
    /** It was not written here. */
    INSERTED,
    /** All rows fit, but the end of the chain was noted otherwise. */
    HEAD;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @JsonProperty
  public boolean ok() {
    return fault == null;
  }
}
