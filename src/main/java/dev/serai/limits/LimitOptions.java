package dev.serai.limits;

import dev.serai.limits.Limit.Estimate;
import dev.serai.limits.Limit.OnBreach;
import dev.serai.limits.Limit.UnknownPrice;
import dev.serai.limits.Limit.WhenBlind;
import java.util.List;

/**
 * What may change of a limit beside its cap.
 *
 * @param thresholds per cent, ascending
 * @param contact empty = as the installation says
 */
public record LimitOptions(
    OnBreach onBreach,
    Estimate estimate,
    UnknownPrice unknownPrice,
    WhenBlind whenBlind,
    List<Integer> thresholds,
    String contact,
    boolean paused) {
  /** Where nothing else is said. */
  public static final LimitOptions USUAL =
      new LimitOptions(
          OnBreach.BLOCK,
          Estimate.BALANCED,
          UnknownPrice.REFUSE,
          WhenBlind.REFUSE,
          Limit.DEFAULT_THRESHOLDS,
          "",
          false);

  public LimitOptions {
    thresholds = List.copyOf(thresholds);
  }

  static LimitOptions of(Limit limit) {
    return new LimitOptions(
        limit.onBreach(),
        limit.estimate(),
        limit.unknownPrice(),
        limit.whenBlind(),
        limit.thresholds(),
        limit.contact(),
        limit.paused());
  }

  /** The limit with these options and that cap; what it is about, and since when, stays. */
  Limit on(Limit limit, String targetName, long cap) {
    return copy(limit, targetName, cap, limit.since());
  }

  static Limit since(Limit limit, long since) {
    return of(limit).copy(limit, limit.targetName(), limit.cap(), since);
  }

  private Limit copy(Limit limit, String targetName, long cap, long since) {
    return new Limit(
        limit.id(),
        limit.organization(),
        limit.scope(),
        limit.target(),
        targetName,
        limit.measure(),
        limit.window(),
        cap,
        limit.filter(),
        onBreach,
        estimate,
        unknownPrice,
        whenBlind,
        thresholds,
        contact,
        paused,
        since);
  }
}
