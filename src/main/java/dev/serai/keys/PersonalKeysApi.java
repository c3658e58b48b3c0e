package dev.serai.keys;

import dev.serai.access.SignedIn;
import dev.serai.admin.Idempotency;
import dev.serai.admin.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/me/keys", produces = "application/json")
@Tag(name = "me", description = "What is one's own")
class PersonalKeysApi {
  private final PersonalKeys keys;
  private final Idempotency idempotency;

  PersonalKeysApi(PersonalKeys keys, Idempotency idempotency) {
    this.keys = keys;
    this.idempotency = idempotency;
  }

  /** As {@link NewPersonalKey}; all may be left out. */
  @Schema(name = "NewPersonalKey")
  record Wanted(
      @Nullable String device,
      @Nullable String tool,
      @Nullable Instant expiresAt,
      @Nullable Boolean replace) {
    NewPersonalKey key() {
      return new NewPersonalKey(
          device == null ? "" : device,
          tool == null ? "" : tool,
          expiresAt,
          Boolean.TRUE.equals(replace));
    }
  }

  @SignedIn
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createOwnKey",
      summary = "Create a key of one's own, one per device; its secret is shown here only")
  ResponseEntity<IssuedKey> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody(required = false) @Nullable Wanted body) {
    Wanted wanted = body == null ? new Wanted(null, null, null, null) : body;
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/me/keys", wanted, HttpStatus.CREATED),
        IssuedKey.class,
        () -> keys.create(wanted.key()));
  }

  @SignedIn
  @GetMapping
  @Operation(operationId = "listOwnKeys", summary = "List one's own keys, newest first")
  Page<VirtualKey> list(
      @RequestParam(defaultValue = "") @Schema(allowableValues = {"active", "disabled", "revoked"})
          String status,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return keys.list(KeysApi.status(status), after, limit);
  }

  @SignedIn
  @GetMapping("/{id}")
  @Operation(operationId = "getOwnKey", summary = "One key of one's own")
  VirtualKey get(@PathVariable String id) {
    return keys.get(id);
  }

  @SignedIn
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "revokeOwnKey", summary = "End one's own key and cut its streams")
  void revoke(@PathVariable String id) {
    keys.revoke(id);
  }

  @SignedIn
  @PostMapping("/{id}/rotate")
  @Operation(
      operationId = "rotateOwnKey",
      summary = "Give one's own key a new secret, shown in this answer only")
  ResponseEntity<IssuedKey> rotate(
      @PathVariable String id,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody(required = false) KeysApi.@Nullable Rotation rotation) {
    KeysApi.Rotation wanted = rotation == null ? new KeysApi.Rotation(null) : rotation;
    Duration grace = wanted.grace() == null ? VirtualKeys.GRACE : wanted.grace();
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/me/keys/" + id + "/rotate", wanted, HttpStatus.OK),
        IssuedKey.class,
        () -> keys.rotate(id, grace));
  }
}
