package dev.serai.limits;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a limit; null leaves it as it is.
 *
 * @param cap a decimal in the measure's unit
 * @param others fields that there are not, or that never change
 */
public record LimitPatch(
    @Nullable BigDecimal cap,
    @Schema(allowableValues = {"block", "warn"}) @Nullable String onBreach,
    @Schema(allowableValues = {"balanced", "hard"}) @Nullable String estimate,
    @Schema(allowableValues = {"refuse", "default", "tokens-only"}) @Nullable String unknownPrice,
    @Schema(allowableValues = {"refuse", "allow"}) @Nullable String whenBlind,
    @Nullable List<Integer> thresholds,
    @Nullable String contact,
    @Nullable Boolean paused,
    @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, @Nullable Object> others) {
  private static final Set<String> FIXED =
      Set.of("scope", "target", "measure", "window", "timeZone", "anchor", "provider", "models");

  public LimitPatch {
    if (others != null) others.keySet().stream().sorted().findFirst().ifPresent(LimitPatch::refuse);
  }

  public static LimitPatch cap(BigDecimal cap) {
    return new LimitPatch(cap, null, null, null, null, null, null, null, null);
  }

  public static LimitPatch paused(boolean paused) {
    return new LimitPatch(null, null, null, null, null, null, null, paused, null);
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

  private static void refuse(String field) {
    throw Problem.invalid(
        field,
        FIXED.contains(field)
            ? "no change of it: what a limit counts is fixed; delete it and make another one"
            : "one of cap, contact, estimate, onBreach, paused, thresholds, unknownPrice,"
                + " whenBlind");
  }
}
