package dev.serai.keys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Idempotency;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.keys.VirtualKey.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/keys", produces = "application/json")
@Tag(name = "keys", description = "Virtual keys")
class KeysApi {
  private final VirtualKeys keys;
  private final Idempotency idempotency;

  KeysApi(VirtualKeys keys, Idempotency idempotency) {
    this.keys = keys;
    this.idempotency = idempotency;
  }

  /**
   * Fields left out stay as they are.
   *
   * @param expiresAt JSON null takes the date away
   */
  @Schema(name = "KeyPatch")
  record Patch(
      @Nullable String policy,
      @Nullable Integer requestsPerMinute,
      @Schema(
              types = {"string", "null"},
              format = "date-time")
          @Nullable JsonNode expiresAt,
      @Nullable Map<String, String> metadata) {
    KeyChange change() {
      return new KeyChange(policy, requestsPerMinute, expiry(), metadata);
    }

    private @Nullable Instant expiry() {
      if (expiresAt == null) return null;
      if (expiresAt.isNull()) return KeyChange.NEVER;
      try {
        return Instant.parse(expiresAt.asText());
      } catch (DateTimeParseException _) {
        throw Problem.invalid("expiresAt", "a time such as 2030-01-31T12:00:00Z, or null");
      }
    }
  }

  /**
   * @param grace how long the old secret still works, 24 h when left out
   */
  @Schema(name = "KeyRotation")
  record Rotation(
      @Schema(type = "string", format = "duration", example = "PT24H") @Nullable Duration grace) {}

  @Requires(Permission.VIRTUAL_KEYS_CREATE)
  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createKey",
      summary = "Create a key; its secret is shown in this answer only")
  ResponseEntity<IssuedKey> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody NewKey wanted) {
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/keys", wanted, HttpStatus.CREATED),
        IssuedKey.class,
        () -> keys.create(wanted));
  }

  @Requires(Permission.VIRTUAL_KEYS_VIEW)
  @GetMapping
  @Operation(operationId = "listKeys", summary = "List keys, newest first")
  Page<VirtualKey> list(
      @RequestParam(defaultValue = "") @Schema(description = "Name or id") String project,
      @RequestParam(defaultValue = "") @Schema(description = "Name or id") String principal,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") @Schema(allowableValues = {"active", "disabled", "revoked"})
          String status,
      @RequestParam(required = false) @Nullable Boolean personal,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return keys.list(
        new KeyQuery(project, principal, name, status(status), personal, after, limit));
  }

  @Requires(Permission.VIRTUAL_KEYS_VIEW)
  @GetMapping("/{id}")
  @Operation(operationId = "getKey", summary = "One key")
  VirtualKey get(@PathVariable String id) {
    return keys.get(id);
  }

  @Requires(Permission.VIRTUAL_KEYS_UPDATE)
  @PatchMapping(path = "/{id}", consumes = "application/json")
  @Operation(
      operationId = "updateKey",
      summary = "Change policy, requests per minute, expiry or metadata")
  VirtualKey update(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody Patch patch) {
    return keys.update(id, patch.change(), match);
  }

  @Requires(Permission.VIRTUAL_KEYS_UPDATE)
  @PostMapping("/{id}/disable")
  @Operation(operationId = "disableKey", summary = "Refuse the key until it is enabled again")
  VirtualKey disable(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    return keys.disable(id, match);
  }

  @Requires(Permission.VIRTUAL_KEYS_UPDATE)
  @PostMapping("/{id}/enable")
  @Operation(operationId = "enableKey", summary = "Serve a disabled key again")
  VirtualKey enable(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    return keys.enable(id, match);
  }

  @Requires(Permission.VIRTUAL_KEYS_DELETE)
  @PostMapping("/{id}/revoke")
  @Operation(operationId = "revokeKey", summary = "End the key for good and cut its streams")
  VirtualKey revoke(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    return keys.revoke(id, match);
  }

  @Requires(Permission.VIRTUAL_KEYS_ROTATE)
  @PostMapping("/{id}/rotate")
  @Operation(
      operationId = "rotateKey",
      summary = "Give the key a new secret, shown in this answer only")
  ResponseEntity<IssuedKey> rotate(
      @PathVariable String id,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody(required = false) @Nullable Rotation rotation) {
    Rotation wanted = rotation == null ? new Rotation(null) : rotation;
    Duration grace = wanted.grace() == null ? VirtualKeys.GRACE : wanted.grace();
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/keys/" + id + "/rotate", wanted, HttpStatus.OK),
        IssuedKey.class,
        () -> keys.rotate(id, grace));
  }

  static @Nullable Status status(String text) {
    return switch (text) {
      case "" -> null;
      case "active" -> Status.ACTIVE;
      case "disabled" -> Status.DISABLED;
      case "revoked" -> Status.REVOKED;
      default -> throw Problem.invalid("status", "active, disabled or revoked");
    };
  }
}
