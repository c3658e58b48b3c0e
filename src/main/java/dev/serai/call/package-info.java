/**
 * The kernel: a {@link dev.serai.call.Call} and the values it is made of.
 *
 * <p>Owns the words that every feature shares. Depends on the JDK alone, does no I/O and knows no
 * framework. Start at {@link dev.serai.call.Call}; how one is refused is {@link
 * dev.serai.call.Refusal}, how it ended is {@link dev.serai.call.Outcome}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package dev.serai.call;
