/**
 * Accounts at providers: their sealed secrets, and step 3, {@link
 * dev.serai.credentials.Credentials#filter}. A secret that came in never goes out but in the header
 * towards its provider. Knows nothing of breakers: those belong to dispatch.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"access", "admin", "call", "database", "providers", "secrets"})
@org.jspecify.annotations.NullMarked
package dev.serai.credentials;
