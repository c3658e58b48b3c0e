package dev.serai.limits;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a limit, as sent. The hidden ones never change: they are here to say so.
 *
 * @param cap a decimal in the measure's unit
 */
@Schema(name = "LimitPatch")
record LimitPatchBody(
    @Nullable BigDecimal cap,
    @Schema(allowableValues = {"block", "warn"}) @Nullable String onBreach,
    @Schema(allowableValues = {"balanced", "hard"}) @Nullable String estimate,
    @Schema(allowableValues = {"refuse", "default", "tokens-only"}) @Nullable String unknownPrice,
    @Schema(allowableValues = {"refuse", "allow"}) @Nullable String whenBlind,
    @Nullable List<Integer> thresholds,
    @Nullable String contact,
    @Nullable Boolean paused,
    @Schema(hidden = true) @Nullable JsonNode scope,
    @Schema(hidden = true) @Nullable JsonNode target,
    @Schema(hidden = true) @Nullable JsonNode measure,
    @Schema(hidden = true) @Nullable JsonNode window,
    @Schema(hidden = true) @Nullable JsonNode timeZone,
    @Schema(hidden = true) @Nullable JsonNode anchor,
    @Schema(hidden = true) @Nullable JsonNode provider,
    @Schema(hidden = true) @Nullable JsonNode models) {
  LimitPatchBody {
    fixed("scope", scope);
    fixed("target", target);
    fixed("measure", measure);
    fixed("window", window);
    fixed("timeZone", timeZone);
    fixed("anchor", anchor);
    fixed("provider", provider);
    fixed("models", models);
  }

  LimitPatch read() {
    return new LimitPatch(
        cap, onBreach, estimate, unknownPrice, whenBlind, thresholds, contact, paused);
  }

  private static void fixed(String field, @Nullable JsonNode sent) {
    if (sent != null)
      throw Problem.invalid(
          field, "no change of it: what a limit counts is fixed; delete it and make another one");
  }
}
