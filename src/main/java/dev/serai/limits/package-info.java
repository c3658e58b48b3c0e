/**
 * What a caller may use: step 4, {@link dev.serai.limits.Limits#enforce}, before anything is sent
 * upstream. Never does I/O on a call's path and never talks to a provider. Start there for calls,
 * at {@link dev.serai.limits.ManagedLimits} for admins.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "access",
      "admin",
      "call",
      "database",
      "keys",
      "leases",
      "models",
      "prices",
      "providers",
      "tenants"
    })
@org.jspecify.annotations.NullMarked
package dev.serai.limits;
