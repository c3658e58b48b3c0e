package dev.serai.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.EndedCall;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import dev.serai.call.Target;
import dev.serai.testing.EndedCalls;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CallMetrics metrics = new CallMetrics(registry);

  @Test
  void scrapesWhatWasCounted() {
    metrics.ended(EndedCalls.served());
    metrics.ended(EndedCalls.failed());
    metrics.ended(EndedCalls.refused(Refusal.Reason.KEY_INVALID));
    Gauges gauges = new Gauges(registry);
    gauges.activeStreams(() -> 3);
    gauges.breaker("cred1", () -> 2);

    String tags = "{model=\"gpt-5\",operation=\"chat\",outcome=\"served\",provider=\"openai\"}";
    assertThat(registry.scrape())
        .contains("serai_requests_total" + tags + " 1.0")
        .contains("serai_request_duration_seconds_count" + tags + " 1")
        .contains("serai_time_to_first_token_seconds_sum" + tags + " 0.3")
        .contains("serai_cost_usd_total" + tags + " 0.001234567")
        .contains("serai_tokens_total{bucket=\"cache_read\",model=\"gpt-5\"")
        .contains(
            "serai_attempts_total{credential=\"cred1\",failure=\"status\",provider=\"openai\"} 1.0")
        .contains(
            "serai_attempts_total{credential=\"cred2\",failure=\"none\",provider=\"openai\"} 1.0")
        .contains("serai_refusals_total{reason=\"key_invalid\"} 1.0")
        .contains("serai_active_streams 3.0")
        .contains("serai_breaker_state{credential=\"cred1\"} 2.0");
  }

  @Test
  void aModelThatOnlyTheClientNamesIsNoTag() {
    EndedCall refused = EndedCalls.refused(Refusal.Reason.MODEL_UNKNOWN);
    metrics.ended(EndedCalls.with(refused, EndedCalls.read("made-up"), refused.outcome()));

    assertThat(registry.scrape()).contains("model=\"none\"").doesNotContain("made-up");
  }

  @Test
  void beyondTheBoundModelsAreOther() {
    EndedCall served = EndedCalls.served();
    for (int i = 0; i < CallMetrics.MODELS_MAX + 50; i++) {
      var target = new Target(served.call().targets().getFirst().provider(), "model-" + i);
      var call = served.call().withAttempts(List.of()).withTargets(List.of(target));
      metrics.ended(EndedCalls.with(served, call, new Outcome.Served(200)));
    }

    assertThat(registry.find("serai.requests").counters()).hasSize(CallMetrics.MODELS_MAX + 1);
    assertThat(registry.find("serai.requests").tag("model", "other").counter().count())
        .isEqualTo(50);
  }

  @Test
  void aBreakerThatIsMadeAnewIsTheOneThatIsScraped() {
    Gauges gauges = new Gauges(registry);
    gauges.breaker("cred1", () -> 1);
    gauges.breaker("cred1", () -> 0);
    assertThat(registry.scrape()).contains("serai_breaker_state{credential=\"cred1\"} 0.0");
  }
}
