/**
 * The gateway as its users meet it: the released coding agents and SDKs, installed from npm, run
 * through it against a model of our own.
 *
 * <p>And what happens to a gateway in a process of its own: it is killed under load ({@code
 * -Dserai.kills=50} for as many times), its database is away ({@code -Dserai.away=120} seconds),
 * its disk is full. These need no npm: {@code ./mvnw test -Pe2e -Dtest=KillsUnderLoadTest}.
 *
 * <p>Tagged {@code e2e}, left out of an ordinary build; {@code ./mvnw verify -Pe2e} runs it and
 * needs npm and, the first time, about a gigabyte of packages, which stay in {@code target/e2e}.
 * Start at {@link dev.serai.e2e.CodingAgentsTest}.
 */
@org.jspecify.annotations.NullMarked
package dev.serai.e2e;
