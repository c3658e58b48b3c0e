/**
 * What the name that a client asks for means: step 2. Owns routing policies, their aliases and
 * their rules of what is allowed; start at {@link dev.serai.models.Models#resolve}. Never looks at
 * a credential, and never at a request's body.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"access", "admin", "call", "database", "prices", "providers"})
@org.jspecify.annotations.NullMarked
package dev.serai.models;
