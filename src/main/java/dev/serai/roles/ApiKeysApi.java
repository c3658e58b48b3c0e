package dev.serai.roles;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Idempotency;
import dev.serai.admin.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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
@RequestMapping(path = "/api/api-keys", produces = "application/json")
@Tag(name = "api-keys", description = "Keys of programs for this API")
class ApiKeysApi {
  private final ApiKeys keys;
  private final Idempotency idempotency;

  ApiKeysApi(ApiKeys keys, Idempotency idempotency) {
    this.keys = keys;
    this.idempotency = idempotency;
  }

  /**
   * @param permissions as {@code resource:action}, at the whole organization
   * @param expiresAt never when left out
   */
  @Schema(name = "NewApiKey")
  record Wanted(String name, List<String> permissions, @Nullable Instant expiresAt) {
    Wanted(@Nullable String name, @Nullable List<String> permissions, @Nullable Instant expiresAt) {
      this.name = Objects.requireNonNullElse(name, "");
      this.permissions = Objects.requireNonNullElse(permissions, List.of());
      this.expiresAt = expiresAt;
    }
  }

  @Requires(Permission.API_KEYS_VIEW)
  @GetMapping
  @Operation(operationId = "listApiKeys", summary = "List API keys, newest first")
  Page<ApiKey> list(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return Page.of(keys.list(name, after, Page.checked(limit) + 1), limit, ApiKey::id);
  }

  @Requires(Permission.API_KEYS_VIEW)
  @GetMapping("/{id}")
  @Operation(operationId = "getApiKey", summary = "One API key")
  ApiKey get(@PathVariable String id) {
    return keys.get(id);
  }

  @Requires(Permission.API_KEYS_MANAGE)
  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createApiKey",
      summary = "Create an API key; its secret is shown in this answer only",
      description = "With no permission that you do not have yourself.")
  ResponseEntity<IssuedApiKey> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody Wanted wanted) {
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/api-keys", wanted, HttpStatus.CREATED),
        IssuedApiKey.class,
        () -> keys.create(wanted.name(), wanted.permissions(), wanted.expiresAt()));
  }

  @Requires(Permission.API_KEYS_MANAGE)
  @PostMapping("/{id}/revoke")
  @Operation(operationId = "revokeApiKey", summary = "End an API key for good")
  ApiKey revoke(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    return keys.revoke(id, match);
  }
}
