package dev.serai.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row, as it is stored, hashed and shown.
 *
 * @param number from 1, without gaps, per organization
 * @param at microseconds
 * @param before JSON, null when there was nothing
 * @param after JSON, null when there is nothing
 * @param details JSON object of texts
 */
record AuditRow(
    long number,
    Instant at,
    String actorKind,
    String actorId,
    String actorName,
    String surface,
    String address,
    String action,
    String resource,
    String resourceId,
    String outcome,
    @Schema(types = {"object", "null"}) @JsonRawValue @Nullable String before,
    @Schema(types = {"object", "null"}) @JsonRawValue @Nullable String after,
    @Schema(types = "object") @JsonRawValue String details) {}
