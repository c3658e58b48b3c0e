package dev.serai.limits;

import dev.serai.admin.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A limit as the API shows it, in the words of files.
 *
 * @param target id of what the scope is about
 * @param cap exact decimal in the measure's unit
 * @param provider empty = any, likewise {@code models}
 * @param since nothing before counts: when it was made, or reset
 * @param standing null where each member has a quota of their own
 * @param managedBy {@code user}: whose session it is about set it, and may change and remove it
 */
@Schema(name = "Limit")
public record LimitView(
    String id,
    String scope,
    String target,
    String targetName,
    String measure,
    String window,
    String timeZone,
    @Schema(
            types = {"string", "null"},
            format = "date")
        @Nullable LocalDate anchor,
    String cap,
    String provider,
    List<String> models,
    String onBreach,
    String estimate,
    String unknownPrice,
    String whenBlind,
    List<Integer> thresholds,
    String contact,
    boolean paused,
    @Nullable StandingView standing,
    Instant since,
    @Schema(allowableValues = {"api", "file", "environment", "user"}) String managedBy,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  /** How it stands changes by itself. */
  @Override
  public Object version() {
    return new LimitView(
        id,
        scope,
        target,
        targetName,
        measure,
        window,
        timeZone,
        anchor,
        cap,
        provider,
        models,
        onBreach,
        estimate,
        unknownPrice,
        whenBlind,
        thresholds,
        contact,
        paused,
        null,
        since,
        managedBy,
        createdAt,
        updatedAt);
  }

  static LimitView of(StoredLimit stored, @Nullable StandingView standing) {
    Limit limit = stored.limit();
    return new LimitView(
        limit.id(),
        limit.scope().word(),
        limit.target(),
        limit.targetName(),
        limit.measure().word(),
        limit.window().text(),
        limit.window().zone().getId(),
        limit.window().anchor(),
        Utilisation.text(limit, limit.cap()),
        limit.filter().provider(),
        limit.filter().models(),
        limit.onBreach().word(),
        limit.estimate().word(),
        limit.unknownPrice().word(),
        limit.whenBlind().word(),
        limit.thresholds(),
        limit.contact(),
        limit.paused(),
        standing,
        Instant.ofEpochMilli(limit.since()),
        stored.owner().word(),
        stored.createdAt(),
        stored.updatedAt());
  }
}
