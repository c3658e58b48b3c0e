package dev.serai.roles;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program's key for the admin port.
 *
 * @param prefix first characters of its secret, for people to recognise it by
 * @param permissions at the whole organization; none when it is broken
 * @param broken why its stored permissions are not understood and grant nothing; empty when they
 *     are
 * @param createdBy name of whoever made it
 * @param createdById id of the user with whom it ends: the one who made it, or who made the key
 *     that made it; empty for none
 * @param expiresAt null = never
 * @param revokedAt null = not
 */
@Schema(name = "ApiKey")
record ApiKey(
    String id,
    String name,
    String prefix,
    List<String> permissions,
    String broken,
    String createdBy,
    String createdById,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt) {
  ApiKey revoked(Instant at) {
    return new ApiKey(
        id, name, prefix, permissions, broken, createdBy, createdById, createdAt, expiresAt, at);
  }
}
