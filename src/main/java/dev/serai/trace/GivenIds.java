package dev.serai.trace;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * The ids that the call was given when it was read, since the provider has seen them. One thread.
 */
final class GivenIds implements IdGenerator {
  private String traceId = "";
  private String spanId = "";

  void next(String newTraceId, String newSpanId) {
    traceId = newTraceId;
    spanId = newSpanId;
  }

  @Override
  public String generateTraceId() {
    return traceId;
  }

  @Override
  public String generateSpanId() {
    return spanId;
  }
}
