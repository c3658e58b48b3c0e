package dev.serai.keys;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.serai.admin.Versioned;
import dev.serai.call.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A virtual key as admins see it: everything but the secret.
 *
 * @param project name of the project it belongs to
 * @param personal whether that project is the one of a single user
 * @param principal name of who pays and is accountable
 * @param prefix first 13 characters of the current secret
 * @param device that a personal key was made for, empty = for none
 * @param policy name of the routing policy, empty = the default of its scope
 * @param requestsPerMinute 0 = no cap
 * @param expiresAt null = never
 * @param previousSecretUntil when the secret before the last rotation ends; null when there is none
 */
public record VirtualKey(
    String id,
    String name,
    String project,
    String projectId,
    boolean personal,
    String principal,
    String principalId,
    String device,
    Status status,
    String prefix,
    String lastFour,
    String policy,
    int requestsPerMinute,
    @Nullable Instant expiresAt,
    @Nullable Instant previousSecretUntil,
    Map<String, String> metadata,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  public VirtualKey {
    metadata = Map.copyOf(metadata);
  }

  /** An old secret ends by itself. */
  @Override
  public Object version() {
    return List.of(
        id,
        name,
        projectId,
        principalId,
        status,
        prefix,
        lastFour,
        policy,
        requestsPerMinute,
        String.valueOf(expiresAt),
        new TreeMap<>(metadata),
        updatedAt.toString());
  }

  VirtualKey withStatus(Status newStatus, Instant now) {
    return copy(newStatus, prefix, lastFour, policy, requestsPerMinute, expiresAt, metadata, now);
  }

  VirtualKey withSecret(Secret secret, Instant now) {
    return copy(
        status,
        KeyShape.prefix(secret),
        KeyShape.lastFour(secret),
        policy,
        requestsPerMinute,
        expiresAt,
        metadata,
        now);
  }

  VirtualKey changed(KeyChange change, Instant now) {
    Instant newExpiry = change.expiresAt() == null ? expiresAt : change.expiresAt();
    return copy(
        status,
        prefix,
        lastFour,
        Objects.requireNonNullElse(change.policy(), policy),
        Objects.requireNonNullElse(change.requestsPerMinute(), requestsPerMinute),
        KeyChange.NEVER.equals(newExpiry) ? null : newExpiry,
        Objects.requireNonNullElse(change.metadata(), metadata),
        now);
  }

  private VirtualKey copy(
      Status newStatus,
      String newPrefix,
      String newLastFour,
      String newPolicy,
      int newRequestsPerMinute,
      @Nullable Instant newExpiry,
      Map<String, String> newMetadata,
      Instant now) {
    return new VirtualKey(
        id,
        name,
        project,
        projectId,
        personal,
        principal,
        principalId,
        device,
        newStatus,
        newPrefix,
        newLastFour,
        newPolicy,
        newRequestsPerMinute,
        newExpiry,
        previousSecretUntil,
        newMetadata,
        createdAt,
        now);
  }

  /** Expiry is apart from it: an expired key is active again when its date is moved. */
  public enum Status {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("disabled")
    DISABLED,
    /** For good. */
    @JsonProperty("revoked")
    REVOKED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }
}
