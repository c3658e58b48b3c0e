package dev.serai.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For load balancers, orchestrators and Prometheus; needs no token. */
@Hidden
@RestController
class HealthApi {
  private final Readiness readiness;
  private final PrometheusMeterRegistry registry;

  HealthApi(Readiness readiness, PrometheusMeterRegistry registry) {
    this.readiness = readiness;
    this.registry = registry;
  }

  record Ready(boolean ready, Map<String, Boolean> checks) {}

  @GetMapping("/healthz")
  Map<String, String> alive() {
    return Map.of("status", "ok");
  }

  @GetMapping("/readyz")
  ResponseEntity<Ready> ready() {
    Map<String, Boolean> answers = readiness.answers();
    boolean ready = !answers.containsValue(false);
    return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(new Ready(ready, answers));
  }

  @GetMapping(path = "/metrics", produces = "text/plain;version=0.0.4;charset=utf-8")
  String metrics() {
    return registry.scrape();
  }
}
