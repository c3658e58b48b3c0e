package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import dev.serai.testing.OtlpReceiver;
import dev.serai.testing.RecordedRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TracesTest {
  private static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Map<String, String> attributes(Span span) {
    return span.getAttributesList().stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                value -> value.getValue().toString().replaceAll("^\\w+: \"?|\"?\\s*$", "")));
  }

  @ParameterizedTest
  @EnumSource
  void continuesTheClientsTraceToTheProviderAndTellsTheCollectorOfBoth(Dialects dialect)
      throws Exception {
    try (OtlpReceiver collector = new OtlpReceiver();
        Fleet fleet = new Fleet("", "serai.otlp.endpoint", collector.url())) {
      fleet.first.answer(dialect.error(500, "broken"), dialect.reply("m", "ok"));
      String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";

      Client.Got got =
          fleet.client.post(
              dialect.path("m", false),
              dialect.request("m", "hello", false),
              "traceparent",
              "00-" + traceId + "-00f067aa0ba902b7-01",
              "tracestate",
              "vendor=1");

      List<Span> spans = new ArrayList<>();
      while (spans.size() < 3) spans.addAll(OtlpReceiver.spans(collector.next()));
      Span call =
          spans.stream()
              .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
              .findFirst()
              .orElseThrow();
      List<Span> attempts =
          spans.stream().filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT).toList();
      assertThat(got.header("traceparent"))
          .isEqualTo("00-" + traceId + "-" + hex(call.getSpanId()) + "-01");
      assertThat(hex(call.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
      assertThat(attempts)
          .hasSize(2)
          .allSatisfy(attempt -> assertThat(attempt.getParentSpanId()).isEqualTo(call.getSpanId()));
      assertThat(fleet.first.requests())
          .extracting(seen -> seen.header("traceparent").orElseThrow())
          .containsExactlyInAnyOrderElementsOf(
              attempts.stream()
                  .map(attempt -> "00-" + traceId + "-" + hex(attempt.getSpanId()) + "-01")
                  .toList());
      assertThat(fleet.first.requests())
          .extracting((RecordedRequest seen) -> seen.header("tracestate").orElse(""))
          .containsOnly("vendor=1");
      assertThat(attributes(call))
          .containsEntry("gen_ai.request.model", "m")
          .containsEntry(
              "gen_ai.usage.input_tokens", Integer.toString(Dialects.INPUT + Dialects.CACHED))
          .containsKeys("organization_id", "project_id", "principal_id", "personal");
    }
  }
}
