package dev.serai.admin;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.serai.database.Changes;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/** The admin port as a whole; {@code admin.properties} holds its defaults. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:dev/serai/admin/admin.properties")
@EnableConfigurationProperties(AdminSettings.class)
class AdminConfiguration {
  /**
   * A misspelt field is an error, not a wish that is silently dropped. Maps are written in one
   * order on every replica: {@link Idempotency} compares texts.
   */
  @Bean
  Jackson2ObjectMapperBuilderCustomizer strictJson() {
    return builder ->
        builder.featuresToEnable(
            SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS,
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  @Bean
  PrometheusMeterRegistry meterRegistry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List<MeterBinder> process =
        List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            new FileDescriptorMetrics());
    process.forEach(binder -> binder.bindTo(registry));
    return registry;
  }

  /** Its listeners have to be taken off again, so it is a bean that Spring closes. */
  @Bean
  JvmGcMetrics garbageCollection(PrometheusMeterRegistry registry) {
    JvmGcMetrics metrics = new JvmGcMetrics();
    metrics.bindTo(registry);
    return metrics;
  }

  @Bean
  ReadinessCheck snapshotsLoaded(Changes changes) {
    return new ReadinessCheck() {
      @Override
      public String name() {
        return "snapshots";
      }

      @Override
      public boolean ready() {
        return changes.loaded();
      }
    };
  }
}
