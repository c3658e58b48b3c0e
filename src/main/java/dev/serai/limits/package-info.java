/**
 * What a caller may use: step 4, {@link dev.serai.limits.Limits#enforce}, before anything is sent
 * upstream. Never does I/O and never talks to a provider.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "admin",
      "call",
      "database",
      "keys",
      "leases",
      "models",
      "prices",
      "providers"
    })
@org.jspecify.annotations.NullMarked
package dev.serai.limits;
