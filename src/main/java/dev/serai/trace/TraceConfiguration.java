package dev.serai.trace;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The listeners of step 6 that show a call to operators. */
@Configuration(proxyBeanMethods = false)
class TraceConfiguration {
  @Bean
  Gauges gauges(MeterRegistry registry) {
    return new Gauges(registry);
  }

  @Bean
  @Order(10)
  CallMetrics callMetrics(MeterRegistry registry) {
    return new CallMetrics(registry);
  }

  @Bean
  @Order(20)
  @Conditional(OtlpConfigured.class)
  CallSpans callSpans(Environment environment, MeterRegistry registry) {
    CallSpans spans = new CallSpans(OtlpSettings.of(environment));
    FunctionCounter.builder("serai.spans.lost", spans, CallSpans::lost)
        .description("Spans that were not exported")
        .register(registry);
    return spans;
  }

  @Bean
  @Order(30)
  FailureLog failureLog() {
    return new FailureLog();
  }

  /** Without a collector there is no listener, and so no cost. */
  static final class OtlpConfigured implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return OtlpSettings.of(context.getEnvironment()).configured();
    }
  }
}
