package dev.serai.limits;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a limit; null leaves it as it is.
 *
 * @param cap a decimal in the measure's unit
 */
public record LimitPatch(
    @Nullable BigDecimal cap,
    @Nullable String onBreach,
    @Nullable String estimate,
    @Nullable String unknownPrice,
    @Nullable String whenBlind,
    @Nullable List<Integer> thresholds,
    @Nullable String contact,
    @Nullable Boolean paused) {
  public static LimitPatch cap(BigDecimal cap) {
    return new LimitPatch(cap, null, null, null, null, null, null, null);
  }

  public static LimitPatch paused(boolean paused) {
    return new LimitPatch(null, null, null, null, null, null, null, paused);
  }

  Limit on(Limit limit) {
    LimitOptions old = LimitOptions.of(limit);
    LimitOptions changed =
        new LimitOptions(
            onBreach == null ? old.onBreach() : LimitWords.onBreach(onBreach),
            estimate == null ? old.estimate() : LimitWords.estimate(estimate),
            unknownPrice == null ? old.unknownPrice() : LimitWords.unknownPrice(unknownPrice),
            whenBlind == null ? old.whenBlind() : LimitWords.whenBlind(whenBlind),
            thresholds == null ? old.thresholds() : LimitWords.thresholds(thresholds),
            contact == null ? old.contact() : LimitWords.contact(contact),
            Objects.requireNonNullElse(paused, old.paused()));
    long newCap = cap == null ? limit.cap() : LimitWords.cap(limit.measure(), cap);
    return changed.on(limit, limit.targetName(), newCap);
  }
}
