/**
 * Who was given which role where, and keys of programs for the admin port.
 *
 * <p>Owns roles of an organization's own, role bindings and API keys: their rows, their endpoints,
 * and in memory what they grant. Never knows how somebody signed in, and never checks an endpoint:
 * that is {@code admin}'s gate. What the words mean is {@code access}. Start at {@link
 * dev.serai.roles.RoleGrants}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"access", "admin", "call", "database", "models", "secrets", "tenants"})
@org.jspecify.annotations.NullMarked
package dev.serai.roles;
