package dev.serai.limits;

import java.util.List;
import java.util.Locale;

/**
 * A cap on what a scope may use over a window. Immutable; a change makes a new one of the same id.
 *
 * @param id ULID, or {@code key:<id>:requests-per-minute} for a key's own rate
 * @param target id of what the scope is about; for end users the key or project they come through
 * @param targetName the same for people
 * @param cap in the measure's unit
 * @param since epoch milliseconds: nothing before counts. When it was made, or reset
 * @param thresholds per cent, ascending, at which clients and admins are warned
 * @param contact whom to ask for more, empty = as the installation says
 */
public record Limit(
    String id,
    String organization,
    Scope scope,
    String target,
    String targetName,
    Measure measure,
    Window window,
    long cap,
    Filter filter,
    OnBreach onBreach,
    Estimate estimate,
    UnknownPrice unknownPrice,
    WhenBlind whenBlind,
    List<Integer> thresholds,
    String contact,
    boolean paused,
    long since) {

  public static final List<Integer> DEFAULT_THRESHOLDS = List.of(80, 95);

  public Limit {
    thresholds = List.copyOf(thresholds);
  }

  /** Whether it can refuse a call: it does not while it is paused. */
  public boolean blocks() {
    return onBreach == OnBreach.BLOCK && !paused;
  }

  /** What happens to a call that would pass the cap. */
  public enum OnBreach {
    BLOCK,
    WARN;

    public String word() {
      return lower(this);
    }
  }

  /** How much a call reserves before its use is known. */
  public enum Estimate {
    /** What such calls usually use; a stream takes more as it goes. */
    BALANCED,
    /** What it can use at most. */
    HARD;

    public String word() {
      return lower(this);
    }
  }

  /** What a limit in USD does with a model that nobody has a price for. */
  public enum UnknownPrice {
    REFUSE,
    /** Counts it at the installation's default price. */
    DEFAULT,
    /** Lets it through: only limits on tokens and requests hold it. */
    TOKENS_ONLY;

    public String word() {
      return lower(this);
    }
  }

  /** What a limit does while the database is away and what this replica holds is used up. */
  public enum WhenBlind {
    REFUSE,
    ALLOW;

    public String word() {
      return lower(this);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
