package dev.serai.keys;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.serai.admin.SecretJson;
import dev.serai.call.Secret;
import dev.serai.tenants.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key to be made. Only the name is needed.
 *
 * @param name unique among the project's keys that are not revoked
 * @param project by name; {@code default} when left out
 * @param principal by name: a service account, made when there is none of that name; named as the
 *     key when left out
 * @param policy name of a routing policy; empty = the default
 * @param requestsPerMinute 0 = no cap
 * @param secret one that was given out before, in the shape of a key; made when left out
 */
public record NewKey(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String name,
    String project,
    String principal,
    String policy,
    int requestsPerMinute,
    @Nullable Instant expiresAt,
    Map<String, String> metadata,
    @Schema(
            implementation = String.class,
            types = {"string", "null"})
        @JsonDeserialize(using = SecretJson.Reader.class)
        @JsonSerialize(using = SecretJson.Writer.class)
        @Nullable Secret secret) {

  public NewKey {
    name = KeyRules.name("name", Objects.requireNonNullElse(name, ""));
    project =
        KeyRules.name("project", Objects.requireNonNullElse(project, Tenants.DEFAULT_PROJECT));
    principal = KeyRules.name("principal", Objects.requireNonNullElse(principal, name));
    policy = KeyRules.policy(Objects.requireNonNullElse(policy, ""));
    KeyRules.requestsPerMinute(requestsPerMinute);
    metadata = KeyRules.metadata(Objects.requireNonNullElse(metadata, Map.of()));
    if (secret != null) KeyRules.secret(secret);
  }

  /** A plain key of that name, to be refined with the withers. */
  public static NewKey named(String name, String project) {
    return new NewKey(name, project, name, "", 0, null, Map.of(), null);
  }

  public NewKey withPrincipal(String newPrincipal) {
    return new NewKey(
        name, project, newPrincipal, policy, requestsPerMinute, expiresAt, metadata, secret);
  }

  public NewKey withPolicy(String newPolicy) {
    return new NewKey(
        name, project, principal, newPolicy, requestsPerMinute, expiresAt, metadata, secret);
  }

  public NewKey withRequestsPerMinute(int newRequestsPerMinute) {
    return new NewKey(
        name, project, principal, policy, newRequestsPerMinute, expiresAt, metadata, secret);
  }

  public NewKey expiring(Instant at) {
    return new NewKey(name, project, principal, policy, requestsPerMinute, at, metadata, secret);
  }

  public NewKey withSecret(Secret newSecret) {
    return new NewKey(
        name, project, principal, policy, requestsPerMinute, expiresAt, metadata, newSecret);
  }
}
