package dev.serai.trace;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.serai.call.Attempt;
import dev.serai.call.Caller;
import dev.serai.call.Candidate;
import dev.serai.call.Outcome;
import dev.serai.call.Provider;
import dev.serai.call.TraceContext;
import dev.serai.call.Usage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of one ended call: a server span, and a client span for each attempt under it.
 * Attributes follow the OpenTelemetry conventions for GenAI
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/); what they have no word for is ours. One
 * thread.
 */
final class SpanWriter {
  private static final AttributeKey<String> OPERATION = stringKey("gen_ai.operation.name");
  private static final AttributeKey<String> PROVIDER = stringKey("gen_ai.provider.name");
  private static final AttributeKey<String> REQUEST_MODEL = stringKey("gen_ai.request.model");
  private static final AttributeKey<String> RESPONSE_MODEL = stringKey("gen_ai.response.model");
  private static final AttributeKey<List<String>> FINISH =
      stringArrayKey("gen_ai.response.finish_reasons");
  private static final AttributeKey<Long> INPUT = longKey("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> OUTPUT = longKey("gen_ai.usage.output_tokens");
  private static final AttributeKey<Long> CACHE_READ =
      longKey("gen_ai.usage.cache_read.input_tokens");
  private static final AttributeKey<Long> CACHE_WRITE =
      longKey("gen_ai.usage.cache_creation.input_tokens");
  private static final AttributeKey<String> SERVER = stringKey("server.address");
  private static final AttributeKey<Long> PORT = longKey("server.port");
  private static final AttributeKey<String> ERROR = stringKey("error.type");
  private static final AttributeKey<Long> STATUS = longKey("http.response.status_code");
  private static final AttributeKey<String> ORGANIZATION = stringKey("organization_id");
  private static final AttributeKey<String> PROJECT = stringKey("project_id");
  private static final AttributeKey<String> PRINCIPAL = stringKey("principal_id");
  private static final AttributeKey<Boolean> PERSONAL = booleanKey("personal");
  private static final AttributeKey<Double> COST = doubleKey("serai.cost_usd");
  private static final AttributeKey<String> KEY = stringKey("serai.key_id");
  private static final AttributeKey<String> SESSION = stringKey("serai.session_id");
  private static final AttributeKey<String> REQUEST = stringKey("serai.request_id");
  private static final AttributeKey<Long> ATTEMPTS = longKey("serai.attempts");
  private static final AttributeKey<String> CREDENTIAL = stringKey("serai.credential");
  private static final AttributeKey<String> OUTCOME = stringKey("serai.outcome");

  private final GivenIds ids;
  private final Tracer tracer;

  SpanWriter(GivenIds ids, SdkTracerProvider provider) {
    this.ids = ids;
    this.tracer = provider.get("dev.serai");
  }

  void write(Facts facts) {
    ids.next(facts.trace().traceId(), facts.trace().spanId());
    SpanBuilder builder =
        start(facts, SpanKind.SERVER, facts.requestedModel(), facts.startedAt())
            .setParent(parent(facts.trace()))
            .setAttribute(REQUEST_MODEL, facts.requestedModel())
            .setAttribute(REQUEST, facts.id())
            .setAttribute(OUTCOME, facts.outcome().word())
            .setAttribute(ATTEMPTS, (long) facts.attempts().size())
            .setAttribute(COST, facts.cost().nanos() / 1e9);
    if (facts.caller().known()) caller(builder, facts.caller());
    if (facts.status() > 0) builder.setAttribute(STATUS, (long) facts.status());
    if (!facts.servedModel().isEmpty()) builder.setAttribute(RESPONSE_MODEL, facts.servedModel());
    if (!facts.finish().isEmpty()) builder.setAttribute(FINISH, List.of(facts.finish()));
    if (!facts.attempts().isEmpty()) provider(builder, provider(facts, facts.attempts().getLast()));
    if (facts.usage() != Usage.NONE) usage(builder, facts.usage());
    Span span = builder.startSpan();
    ended(span, facts);
    Context context = Context.root().with(span);
    for (Attempt attempt : facts.attempts()) write(facts, attempt, context);
    span.end(facts.endedAt(), TimeUnit.MICROSECONDS);
  }

  private void write(Facts facts, Attempt attempt, Context parent) {
    ids.next(facts.trace().traceId(), attempt.spanId());
    SpanBuilder builder =
        start(facts, SpanKind.CLIENT, attempt.model(), attempt.startedAt())
            .setParent(parent)
            .setAttribute(REQUEST_MODEL, attempt.model())
            .setAttribute(CREDENTIAL, attempt.credential());
    if (attempt.status() > 0) builder.setAttribute(STATUS, (long) attempt.status());
    provider(builder, provider(facts, attempt));
    Span span = builder.startSpan();
    if (!attempt.failure().isEmpty()) {
      boolean byStatus = attempt.failure().equals("status") && attempt.status() > 0;
      span.setAttribute(ERROR, byStatus ? Integer.toString(attempt.status()) : attempt.failure());
      span.setStatus(StatusCode.ERROR);
    }
    span.end(attempt.startedAt() + attempt.durationMicros(), TimeUnit.MICROSECONDS);
  }

  private SpanBuilder start(Facts facts, SpanKind kind, String model, long startedAt) {
    String operation = facts.operation().kind();
    return tracer
        .spanBuilder(model.isEmpty() ? operation : operation + " " + model)
        .setSpanKind(kind)
        .setStartTimestamp(startedAt, TimeUnit.MICROSECONDS)
        .setAttribute(OPERATION, operation);
  }

  private static void caller(SpanBuilder builder, Caller caller) {
    builder
        .setAttribute(ORGANIZATION, caller.organization())
        .setAttribute(PROJECT, caller.project())
        .setAttribute(PRINCIPAL, caller.principal())
        .setAttribute(PERSONAL, caller.personal())
        .setAttribute(KEY, caller.key());
    if (!caller.session().isEmpty()) builder.setAttribute(SESSION, caller.session());
  }

  private static void usage(SpanBuilder builder, Usage usage) {
    builder
        .setAttribute(INPUT, usage.inputTotal())
        .setAttribute(OUTPUT, usage.outputTotal())
        .setAttribute(CACHE_READ, usage.cacheRead() + usage.cacheReadAudio())
        .setAttribute(CACHE_WRITE, usage.cacheWrite5m() + usage.cacheWrite1h());
  }

  private static void provider(SpanBuilder builder, @Nullable Provider provider) {
    if (provider == null) return;
    builder.setAttribute(PROVIDER, conventional(provider.type()));
    URI base = URI.create(provider.baseUrl());
    if (base.getHost() != null) builder.setAttribute(SERVER, base.getHost());
    if (base.getPort() > 0) builder.setAttribute(PORT, (long) base.getPort());
  }

  /** The conventions' own word for a provider, where it differs from ours. */
  private static String conventional(String type) {
    return switch (type) {
      case "gemini" -> "gcp.gemini";
      case "vertex" -> "gcp.vertex_ai";
      case "bedrock" -> "aws.bedrock";
      case "azure-openai" -> "azure.ai.openai";
      case "mistral" -> "mistral_ai";
      case "xai" -> "x_ai";
      default -> type;
    };
  }

  private static @Nullable Provider provider(Facts facts, Attempt attempt) {
    for (Candidate candidate : facts.candidates())
      if (candidate.provider().name().equals(attempt.provider())) return candidate.provider();
    return null;
  }

  /** A refusal and a client that left are no errors of this server, so they only get a type. */
  private static void ended(Span span, Facts facts) {
    if (!facts.reason().isEmpty()) span.setAttribute(ERROR, facts.reason());
    if (facts.outcome() instanceof Outcome.Failed || facts.status() >= 500)
      span.setStatus(StatusCode.ERROR);
  }

  private static Context parent(TraceContext trace) {
    if (trace.parentId().isEmpty()) return Context.root();
    Map<String, String> carrier =
        Map.of("traceparent", trace.traceparent(trace.parentId()), "tracestate", trace.state());
    return W3CTraceContextPropagator.getInstance().extract(Context.root(), carrier, FIELDS);
  }

  private static final TextMapGetter<Map<String, String>> FIELDS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
          return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
          return carrier == null ? null : carrier.get(key);
        }
      };
}
