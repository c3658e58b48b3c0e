package dev.serai.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Call;
import dev.serai.call.EndedCall;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import dev.serai.call.TraceContext;
import dev.serai.testing.EndedCalls;
import dev.serai.testing.OtlpReceiver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class CallSpansTest {
  private OtlpReceiver collector;
  private CallSpans spans;

  @BeforeEach
  void start() throws IOException {
    collector = new OtlpReceiver();
    spans =
        new CallSpans(
            OtlpSettings.of(
                new MockEnvironment()
                    .withProperty("serai.otlp.endpoint", collector.url())
                    .withProperty("serai.otlp.headers", "authorization=Bearer%20t0k")));
  }

  @AfterEach
  void stop() {
    spans.close();
    collector.close();
  }

  @Test
  void theCallIsAServerSpanUnderTheClientsAndAttemptsAreItsChildren() throws Exception {
    EndedCall ended = EndedCalls.served();
    spans.ended(ended);

    ExportTraceServiceRequest request = collector.next();

    List<Span> received = OtlpReceiver.spans(request);
    assertThat(received).hasSize(3);
    Span call = only(received, Span.SpanKind.SPAN_KIND_SERVER);
    TraceContext trace = ended.call().trace();
    assertThat(call.getName()).isEqualTo("chat gpt-5");
    assertThat(hex(call.getTraceId())).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(hex(call.getSpanId())).isEqualTo(trace.spanId());
    assertThat(hex(call.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
    assertThat(call.getStartTimeUnixNano()).isEqualTo(ended.call().startedAt() * 1000);
    assertThat(call.getEndTimeUnixNano()).isEqualTo(ended.endedAt() * 1000);
    List<Span> attempts =
        received.stream().filter(s -> s.getKind() == Span.SpanKind.SPAN_KIND_CLIENT).toList();
    assertThat(attempts)
        .extracting(s -> hex(s.getSpanId()))
        .containsExactly("00000000000000a1", "00000000000000a2");
    assertThat(attempts)
        .allSatisfy(s -> assertThat(hex(s.getParentSpanId())).isEqualTo(trace.spanId()));
    assertThat(attributes(attempts.getFirst()))
        .containsEntry("error.type", "503")
        .containsEntry("http.response.status_code", "503")
        .containsEntry("server.address", "api.openai.example");
    assertThat(attempts.getFirst().getStatus().getCode())
        .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(attributes(attempts.getLast())).doesNotContainKey("error.type");
    assertThat(collector.authorizations.take()).isEqualTo("Bearer t0k");
  }

  @Test
  void carriesTheConventionsAttributesAndOurs() throws Exception {
    EndedCall ended = EndedCalls.served();
    spans.ended(ended);

    ExportTraceServiceRequest request = collector.next();

    Span call = only(OtlpReceiver.spans(request), Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(attributes(call))
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.request.model", "gpt-5")
        .containsEntry("gen_ai.response.model", "gpt-5-2025-08-07")
        .containsEntry("gen_ai.usage.input_tokens", "150")
        .containsEntry("gen_ai.usage.output_tokens", "70")
        .containsEntry("gen_ai.response.finish_reasons", "[stop]")
        .containsEntry("server.address", "api.openai.example")
        .containsEntry("http.response.status_code", "200")
        .containsEntry("organization_id", "org1")
        .containsEntry("project_id", "prj1")
        .containsEntry("principal_id", "usr1")
        .containsEntry("personal", "true")
        .containsEntry("serai.key_id", "key1")
        .containsEntry("serai.request_id", ended.call().id())
        .containsEntry("serai.attempts", "2")
        .containsEntry("serai.cost_usd", "0.001234567");
    assertThat(request.getResourceSpans(0).getResource().getAttributesList())
        .anySatisfy(
            a -> {
              assertThat(a.getKey()).isEqualTo("service.name");
              assertThat(a.getValue().getStringValue()).isEqualTo("serai");
            });
    assertThat(request.toString()).doesNotContain(EndedCalls.SECRET);
  }

  @Test
  void aRefusalHasATypeButIsNoErrorAndAFailureIs() throws Exception {
    spans.ended(EndedCalls.refused(Refusal.Reason.KEY_INVALID));
    spans.ended(EndedCalls.failed());
    spans.close();

    List<Span> received =
        collector.requests.stream().flatMap(r -> OtlpReceiver.spans(r).stream()).toList();
    Span refused = received.getFirst();
    assertThat(attributes(refused)).containsEntry("error.type", "key_invalid");
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
    Span failed = received.getLast();
    assertThat(attributes(failed)).containsEntry("error.type", "connect");
    assertThat(failed.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
  }

  @Test
  void aTraceThatIsNotSampledIsLeftOut() {
    TraceContext unsampled =
        TraceContext.from(EndedCalls.CLIENT_TRACE.replaceAll("01$", "00"), null);
    EndedCall served = EndedCalls.served();
    spans.ended(EndedCalls.with(served, traced(served.call(), unsampled), new Outcome.Served(200)));
    spans.ended(served);
    spans.close();

    assertThat(collector.requests.stream().flatMap(r -> OtlpReceiver.spans(r).stream()))
        .filteredOn(s -> s.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
        .singleElement()
        .satisfies(s -> assertThat(hex(s.getSpanId())).isEqualTo(served.call().trace().spanId()));
  }

  @Test
  void countsWhatTheCollectorDoesNotTake() {
    CallSpans astray =
        new CallSpans(settings(collector.url() + "/nowhere", "")); // answered with 404
    astray.ended(EndedCalls.failed());

    astray.close();

    assertThat(astray.lost()).isEqualTo(2);
  }

  @Test
  void isConfiguredByOurPropertyOrTheVariableOfOpenTelemetry() {
    assertThat(settings("", "").configured()).isFalse();
    assertThat(settings("http://a:4318", "http://b").endpoint())
        .isEqualTo("http://a:4318/v1/traces");
    assertThat(settings("", "http://b/").endpoint()).isEqualTo("http://b/v1/traces");
    assertThat(settings("http://c/x/v1/traces", "").endpoint()).isEqualTo("http://c/x/v1/traces");
    assertThatThrownBy(() -> settings("localhost:4318", "")).hasMessageContaining("http://");
  }

  private static OtlpSettings settings(String ours, String theirs) {
    return OtlpSettings.of(
        new MockEnvironment()
            .withProperty("serai.otlp.endpoint", ours)
            .withProperty("OTEL_EXPORTER_OTLP_ENDPOINT", theirs));
  }

  private static Call traced(Call call, TraceContext trace) {
    Call.Arrival arrival =
        new Call.Arrival(
            call.id(),
            call.startedAt(),
            call.startedNanos(),
            call.operation(),
            call.dialect(),
            call.request(),
            call.key(),
            trace,
            call.cancellation());
    return new Call(
        arrival,
        call.asked(),
        call.caller(),
        call.targets(),
        call.candidates(),
        call.reservation(),
        call.attempts(),
        call.reply());
  }

  private static Span only(List<Span> spans, Span.SpanKind kind) {
    return spans.stream().filter(s -> s.getKind() == kind).findFirst().orElseThrow();
  }

  private static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Map<String, String> attributes(Span span) {
    return span.getAttributesList().stream()
        .collect(Collectors.toMap(KeyValue::getKey, a -> text(a.getValue())));
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(CallSpansTest::text)
              .toList()
              .toString();
      default -> throw new AssertionError(value);
    };
  }
}
