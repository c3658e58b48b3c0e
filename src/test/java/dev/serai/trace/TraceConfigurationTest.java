package dev.serai.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.EndedCall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TraceConfigurationTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withUserConfiguration(TraceConfiguration.class)
          .withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new);

  @Test
  void withoutACollectorNoSpanIsMade() {
    runner
        .withPropertyValues("serai.otlp.endpoint=", "OTEL_EXPORTER_OTLP_ENDPOINT=")
        .run(
            context ->
                assertThat(context.getBeanProvider(EndedCall.Listener.class).orderedStream())
                    .hasExactlyElementsOfTypes(CallMetrics.class, FailureLog.class));
  }

  @Test
  void withOneListenersComeInTheirOrder() {
    runner
        .withPropertyValues("serai.otlp.endpoint=http://127.0.0.1:1")
        .run(
            context ->
                assertThat(context.getBeanProvider(EndedCall.Listener.class).orderedStream())
                    .hasExactlyElementsOfTypes(
                        CallMetrics.class, CallSpans.class, FailureLog.class));
  }

  @Test
  void anEndpointThatIsNoUrlStopsTheStartAndIsNamed() {
    runner
        .withPropertyValues("serai.otlp.endpoint=localhost:4318")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasMessageContaining("serai.otlp.endpoint"));
  }
}
