package dev.serai.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A limit to be made, as sent.
 *
 * @param target name or id of what the scope is about; left out = the organization
 * @param window such as {@code month} or {@code rolling 5h}
 * @param cap a decimal in the measure's unit
 * @param timeZone UTC when left out
 * @param anchor a day on which a window of a week or a month begins
 * @param allowUnreachable make it although no call can match it, as far as the gateway knows
 */
@Schema(
    name = "NewLimit",
    requiredProperties = {"scope", "measure", "window", "cap"})
record NewLimitBody(
    @Schema(
            allowableValues = {
              "organization",
              "team",
              "project",
              "user",
              "group-member",
              "key",
              "session",
              "end-user"
            })
        @Nullable String scope,
    @Nullable String target,
    @Schema(allowableValues = {"usd", "requests", "input-tokens", "output-tokens", "total-tokens"})
        @Nullable String measure,
    @Schema(example = "month") @Nullable String window,
    @Nullable BigDecimal cap,
    @Nullable String timeZone,
    @Schema(format = "date") @Nullable String anchor,
    @Nullable String provider,
    @Nullable List<String> models,
    @Schema(allowableValues = {"block", "warn"}) @Nullable String onBreach,
    @Schema(allowableValues = {"balanced", "hard"}) @Nullable String estimate,
    @Schema(allowableValues = {"refuse", "default", "tokens-only"}) @Nullable String unknownPrice,
    @Schema(allowableValues = {"refuse", "allow"}) @Nullable String whenBlind,
    @Nullable List<Integer> thresholds,
    @Nullable String contact,
    boolean paused,
    boolean allowUnreachable) {

  NewLimit read() {
    Scope readScope = LimitWords.scope(text(scope));
    Measure readMeasure = LimitWords.measure(text(measure));
    return new NewLimit(
        readScope,
        text(target),
        readMeasure,
        LimitWords.window(text(window), text(timeZone), text(anchor)),
        cap == null ? LimitWords.cap(readMeasure, "") : LimitWords.cap(readMeasure, cap),
        text(provider),
        LimitWords.models(models == null ? List.of() : models),
        options(),
        allowUnreachable);
  }

  private LimitOptions options() {
    LimitOptions usual = LimitOptions.USUAL;
    return new LimitOptions(
        onBreach == null ? usual.onBreach() : LimitWords.onBreach(onBreach),
        estimate == null ? usual.estimate() : LimitWords.estimate(estimate),
        unknownPrice == null ? usual.unknownPrice() : LimitWords.unknownPrice(unknownPrice),
        whenBlind == null ? usual.whenBlind() : LimitWords.whenBlind(whenBlind),
        thresholds == null ? usual.thresholds() : LimitWords.thresholds(thresholds),
        contact == null ? usual.contact() : LimitWords.contact(contact),
        paused);
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
