package dev.serai.features;

import dev.serai.dispatch.CredentialHealth;
import dev.serai.dispatch.ProbePermits;
import dev.serai.pipeline.Gateway;
import dev.serai.pipeline.OpenReservations;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.RecordedRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.assertj.core.api.Assertions;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a gateway still holds after a test whose calls have all ended, well or not: it must be
 * nothing. Made before the test, since pooled buffers are compared with what was there.
 */
final class NothingLeft {
  private final GatewayUnderTest gateway;
  private final List<FakeProvider> providers;
  private final OpenReservations reservations;
  private final long pooled;

  NothingLeft(GatewayUnderTest gateway, OpenReservations reservations, FakeProvider... providers) {
    this.gateway = gateway;
    this.reservations = reservations;
    this.providers = List.of(providers);
    this.pooled = gauge("serai.buffers.bytes");
  }

  /** Waits for the last of it to go; fails with what stays. */
  void check() throws Exception {
    checkHeld();
    charged();
  }

  /** The same without what was charged, which means to read all records. */
  void checkHeld() throws Exception {
    Map<String, LongSupplier> held = held();
    try {
      Eventually.is(
          "nothing left", () -> held.values().stream().allMatch(left -> left.getAsLong() == 0));
    } catch (AssertionError late) {
      Map<String, Long> left = new LinkedHashMap<>();
      held.forEach((what, count) -> left.put(what, count.getAsLong()));
      Assertions.fail("left behind: " + left, late);
    }
  }

  private Map<String, LongSupplier> held() {
    Map<String, LongSupplier> held = new LinkedHashMap<>();
    held.put("running calls", () -> gateway.bean(Gateway.class).activeCalls());
    held.put("running streams", () -> gauge("serai.active.streams"));
    held.put("bytes of request bodies", () -> gauge("serai.request.bodies.bytes"));
    held.put("reservations", reservations::open);
    held.put("exchanges with providers", this::underway);
    held.put("places at credentials", () -> gauges("serai.credential.calls"));
    held.put("turns in their queues", () -> gauges("serai.credential.queue"));
    held.put(
        "probes of breakers",
        () -> ProbePermits.of(gateway.bean(CredentialHealth.class)).underway());
    held.put("pooled memory in use", () -> Math.max(0, gauge("serai.buffers.bytes") - pooled));
    return held;
  }

  private long gauge(String name) {
    return (long) gateway.bean(MeterRegistry.class).get(name).gauge().value();
  }

  /** All of one name. */
  private long gauges(String name) {
    return gateway.bean(MeterRegistry.class).find(name).gauges().stream()
        .mapToLong(gauge -> (long) gauge.value())
        .sum();
  }

  private long underway() {
    return providers.stream()
        .flatMap(provider -> provider.requests().stream())
        .filter(request -> !request.hasEnded())
        .count();
  }

  /** What the limits have kept is what the records cost. */
  private void charged() {
    Records.all(gateway);
    Assertions.assertThat(sum("select coalesce(sum(spent), 0)::bigint from lease_charges"))
        .as("charged to limits")
        .isEqualTo(sum("select coalesce(sum(cost_nanos), 0)::bigint from usage_records"));
  }

  private long sum(String sql) {
    return gateway.bean(JdbcClient.class).sql(sql).query(Long.class).single();
  }

  /** The connections of these requests were closed: nobody will ask on them again. */
  static void closed(FakeProvider provider) throws Exception {
    closed(provider, provider.requests());
  }

  static void closed(FakeProvider provider, List<RecordedRequest> requests) throws Exception {
    for (RecordedRequest request : requests)
      Eventually.is("closed: " + request, () -> !provider.isOpen(request));
  }
}
