/**
 * What operators see of a call that has ended: metrics, a span, and a log line when it went wrong.
 *
 * <p>Owns {@link dev.serai.trace.CallMetrics}, {@link dev.serai.trace.CallSpans} and {@link
 * dev.serai.trace.FailureLog}. Never sees or keeps what was asked or answered, and never holds up
 * an event loop: what costs time is done behind an {@link dev.serai.trace.Outbox}. Start at {@link
 * dev.serai.trace.TraceConfiguration}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "call")
@org.jspecify.annotations.NullMarked
package dev.serai.trace;
