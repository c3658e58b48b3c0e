/**
 * Parts that tests of several packages share: real servers and fakes with real sockets.
 *
 * <p>Start at {@link dev.serai.testing.FakeProvider}, a model provider that answers what a test
 * scripts and can stall, cut and refuse; {@link dev.serai.testing.Dialects} has ready answers in
 * every wire format. Nothing here sleeps: a test holds an answer back by a {@link
 * dev.serai.testing.Gate}.
 */
@org.jspecify.annotations.NullMarked
package dev.serai.testing;
