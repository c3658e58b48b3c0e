package dev.serai.providers;

import dev.serai.call.Dialect;
import dev.serai.call.Provider;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;

/**
 * A provider as admins see it.
 *
 * @param baseUrl as configured, empty = the type's
 * @param models as configured, empty = the type's and the catalogue's
 * @param forwardIdentity whether it is told in whose name calls are made
 * @param proxy as configured, empty = the installation's
 * @param caCertificates PEM as configured, empty = the installation's
 * @param http {@code auto}, {@code 1} or {@code 2}
 * @param url that is called; empty while out of service
 * @param dialects that it speaks
 * @param inService whether a route file defines its type
 * @param position the order of providers where no policy gives one
 * @param managedBy who may change it: {@code api}, {@code file} or {@code environment}
 */
@Schema(name = "Provider")
record ProviderView(
    String name,
    String type,
    String baseUrl,
    List<String> models,
    Times timeouts,
    boolean forwardIdentity,
    String proxy,
    String caCertificates,
    String http,
    String url,
    List<String> dialects,
    boolean inService,
    int position,
    String managedBy) {
  ProviderView {
    models = List.copyOf(models);
    dialects = List.copyOf(dialects);
  }

  /** ISO 8601 durations. */
  @Schema(name = "ProviderTimeouts")
  record Times(String connect, String firstByte, String firstByteStreamed, String idle) {
    static Times of(Provider.Timeouts times) {
      return new Times(
          times.connect().toString(),
          times.firstByte().toString(),
          times.firstByteStreamed().toString(),
          times.idle().toString());
    }

    Provider.Timeouts read() {
      return new Provider.Timeouts(
          Duration.parse(connect),
          Duration.parse(firstByte),
          Duration.parse(firstByteStreamed),
          Duration.parse(idle));
    }
  }

  static ProviderView of(ProviderStore.Row row, ProviderTypes types) {
    ConfiguredProvider configured = row.provider();
    Provider served = types.find(configured.type()).map(configured::on).orElse(null);
    return new ProviderView(
        configured.name(),
        configured.type(),
        configured.baseUrl(),
        configured.models(),
        Times.of(configured.timeouts()),
        configured.forwardIdentity(),
        configured.network().proxy(),
        configured.network().caCertificates(),
        configured.network().http().word(),
        served == null ? "" : served.baseUrl(),
        served == null ? List.of() : served.dialects().stream().sorted().map(Dialect::id).toList(),
        served != null,
        row.position(),
        row.owner().word());
  }
}
