package dev.serai.trace;

import dev.serai.call.EndedCall;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.core.annotation.Order;

/**
 * Step 6, as spans. They are built after the call, on one background thread, under the ids that the
 * call already gave to its providers; calls that their trace does not sample are left out. Never
 * holds a prompt or a completion. Only there when an OTLP endpoint is configured.
 */
@Order(20)
public final class CallSpans implements EndedCall.Listener, AutoCloseable {
  private static final int WAITING_MAX = 8192;
  private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(8);
  private static final Duration LAST_CHANCE = Duration.ofSeconds(5);

  private final SdkTracerProvider provider;
  private final SpanBatch batch;
  private final Outbox<Facts> outbox;
  private final AtomicBoolean open = new AtomicBoolean(true);

  CallSpans(OtlpSettings settings) {
    this(exporter(settings), settings.service());
  }

  CallSpans(SpanExporter exporter, String service) {
    GivenIds ids = new GivenIds();
    batch = new SpanBatch(exporter);
    provider =
        SdkTracerProvider.builder()
            .setIdGenerator(ids)
            .setSampler(Sampler.alwaysOn())
            .setResource(Resource.getDefault().toBuilder().put("service.name", service).build())
            .addSpanProcessor(batch)
            .build();
    SpanWriter writer = new SpanWriter(ids, provider);
    outbox = new Outbox<>("call-spans", WAITING_MAX, writer::write, batch::flush);
  }

  @Override
  public void ended(EndedCall call) {
    if (call.call().trace().sampled()) outbox.offer(Facts.of(call));
  }

  /** Spans that were not exported: no room to wait, or the collector did not take them. */
  long lost() {
    return outbox.dropped() + batch.lost();
  }

  /** Exports what is left, for at most seven seconds. */
  @Override
  public void close() {
    if (!open.getAndSet(false)) return;
    outbox.close(LAST_CHANCE);
    provider.shutdown().join(2, TimeUnit.SECONDS);
  }

  private static SpanExporter exporter(OtlpSettings settings) {
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder().setEndpoint(settings.endpoint()).setTimeout(EXPORT_TIMEOUT);
    for (Map.Entry<String, String> header : settings.headers().entrySet())
      builder.addHeader(header.getKey(), header.getValue());
    return builder.build();
  }
}
