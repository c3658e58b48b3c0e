/**
 * How a request would be routed, and why: the dry run of the request path.
 *
 * <p>Asks the steps themselves ({@code keys}, {@code models}, {@code credentials}, {@code limits},
 * {@code dispatch}) one after the other, as {@code routes/gateway.camel.yaml} does, and writes down
 * what each says. Decides nothing of its own, takes nothing, calls nobody. Start at {@link
 * dev.serai.explain.DryRun}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "access",
      "admin",
      "call",
      "credentials",
      "dialects",
      "dispatch",
      "keys",
      "limits",
      "models",
      "providers",
      "tenants"
    })
@org.jspecify.annotations.NullMarked
package dev.serai.explain;
