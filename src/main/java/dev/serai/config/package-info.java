/**
 * Configuration as code: reads {@code serai.yaml} ({@link dev.serai.config.SeraiYaml}), says where
 * it is wrong, and makes the database say the same ({@link dev.serai.config.Apply}). Owns nothing
 * on the request path: what it writes reaches the steps through the feed of changes.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "access",
      "admin",
      "call",
      "credentials",
      "database",
      "keys",
      "limits",
      "models",
      "prices",
      "providers",
      "tenants"
    })
@org.jspecify.annotations.NullMarked
package dev.serai.config;
