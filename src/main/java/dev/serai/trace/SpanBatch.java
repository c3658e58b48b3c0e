package dev.serai.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports ended spans in batches on the thread that ends them, so that a slow collector shows as a
 * full {@link Outbox} and in its count. One thread.
 */
final class SpanBatch implements SpanProcessor {
  static final int SPANS_MAX = 512;
  private static final long EXPORT_SECONDS = 10;
  private static final Logger log = LoggerFactory.getLogger(SpanBatch.class);

  private final SpanExporter exporter;
  private final List<SpanData> ended = new ArrayList<>();
  private volatile long lost;
  private boolean failing;

  SpanBatch(SpanExporter exporter) {
    this.exporter = exporter;
  }

  /** Spans that the collector did not take. */
  long lost() {
    return lost;
  }

  void flush() {
    if (ended.isEmpty()) return;
    List<SpanData> batch = List.copyOf(ended);
    ended.clear();
    boolean exported = exporter.export(batch).join(EXPORT_SECONDS, TimeUnit.SECONDS).isSuccess();
    if (!exported) lost += batch.size();
    if (!exported && !failing) log.warn("spans cannot be exported");
    if (exported && failing) log.info("spans are exported again");
    failing = !exported;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    ended.add(span.toSpanData());
    if (ended.size() >= SPANS_MAX) flush();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
