/**
 * Who acts, and what he may: permissions, the places they hold in, the actor of a request.
 *
 * <p>Owns the catalogue of permissions and the built-in roles, how grants add up, and what is told
 * to the audit log. Never asks a database and never knows HTTP: who an actor is, is found by {@code
 * admin} and {@code identity}; roles and bindings are stored by {@code roles}. Start at {@link
 * dev.serai.access.Permission}, then {@link dev.serai.access.Grants}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package dev.serai.access;
