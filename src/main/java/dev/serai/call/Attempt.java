package dev.serai.call;

/**
 * One try at a candidate.
 *
 * @param status the provider's HTTP status, 0 when there was none
 * @param failure empty when it served; else a word: {@code breaker_open}, {@code busy}, {@code
 *     connect}, {@code timeout}, {@code status}, {@code broken}
 * @param startedAt epoch microseconds
 * @param spanId 16 hex digits, the parent that the provider saw in {@code traceparent}
 */
public record Attempt(
    String provider,
    String credential,
    String model,
    int status,
    String failure,
    long startedAt,
    long durationMicros,
    String spanId) {}
