/**
 * Step 5's decisions: which of equal candidates comes first, which may be tried, what a provider's
 * answer means, who rests for how long. Pure; the asynchronous walk over the candidates is in
 * {@code pipeline}, the sockets are in {@code http}. Start at {@link dev.serai.dispatch.Ranking},
 * {@link dev.serai.dispatch.Verdict} and {@link dev.serai.dispatch.CredentialHealth}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "call")
@org.jspecify.annotations.NullMarked
package dev.serai.dispatch;
