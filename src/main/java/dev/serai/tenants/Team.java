package dev.serai.tenants;

/**
 * A team as admins see it.
 *
 * @param keycloakGroup path of the group that it follows, empty = none
 * @param defaultPolicy name of the routing policy that its keys and sessions inherit, empty = the
 *     organization's
 */
public record Team(String id, String name, String keycloakGroup, String defaultPolicy) {}
