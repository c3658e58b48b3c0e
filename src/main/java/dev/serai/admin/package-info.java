/**
 * The admin port: what every endpoint on it shares.
 *
 * <p>Owns bearer tokens, errors as RFC 9457 problems, idempotent creates, health, metrics and the
 * OpenAPI document. Never knows a feature: those bring their own {@code …Api} class. Start at
 * {@link dev.serai.admin.Problem} to write an endpoint, at {@link dev.serai.admin.AdminTokens} for
 * who may call it.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"access", "call", "database", "secrets"})
@org.jspecify.annotations.NullMarked
package dev.serai.admin;
