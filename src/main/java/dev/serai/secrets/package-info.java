/**
 * Secrets at rest: sealed ones that have to be read again, hashed ones that only have to be
 * recognised.
 *
 * <p>Owns the master keys and the pepper and where they come from. Stores nothing itself and never
 * prints or logs a secret. Start at {@link dev.serai.secrets.SecretBox} and {@link
 * dev.serai.secrets.Pepper}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "call")
@org.jspecify.annotations.NullMarked
package dev.serai.secrets;
