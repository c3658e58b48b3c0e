/**
 * Who serves models: the types found in route files ({@link dev.serai.providers.ProviderTypes}),
 * what an administrator made of them, and the snapshot of both that the request path reads ({@link
 * dev.serai.providers.Providers}, start there), and what admins do with them. Holds no secret and
 * never calls a provider.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"access", "admin", "call", "database"})
@org.jspecify.annotations.NullMarked
package dev.serai.providers;
