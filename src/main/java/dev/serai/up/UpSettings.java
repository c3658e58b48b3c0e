package dev.serai.up;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code up} was asked for, checked.
 *
 * @param config null = none
 * @param tls null = both ports speak plain HTTP
 * @param database null = the embedded one
 * @param adminEmail who becomes an admin at the first sign-in; empty = the first user
 */
record UpSettings(
    Path data,
    @Nullable Path config,
    Ports ports,
    @Nullable Tls tls,
    @Nullable DatabaseAccess database,
    KeycloakWish keycloak,
    String adminEmail,
    boolean resetAdminToken) {}
