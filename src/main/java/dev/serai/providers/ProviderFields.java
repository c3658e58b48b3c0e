package dev.serai.providers;

import dev.serai.admin.Problem;
import dev.serai.call.Provider;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a provider; left out = as it was, or as usual for a new one.
 *
 * @param name of a new one; fixed afterwards
 * @param baseUrl http or https; empty = the type's
 * @param models names or patterns with {@code *}; empty = the type's
 * @param forwardIdentity whether it is told, in a signed token, in whose name calls are made
 * @param proxy {@code http://host:port}, {@code none}, or empty: as the installation says
 * @param caCertificates PEM, trusted beside the JDK's; empty: as the installation says
 * @param http {@code auto}, {@code 1} or {@code 2}
 */
@Schema(name = "ProviderFields")
record ProviderFields(
    @Nullable String name,
    @Nullable String type,
    @Nullable String baseUrl,
    @Nullable List<String> models,
    @Nullable Timeouts timeouts,
    @Nullable Boolean forwardIdentity,
    @Nullable String proxy,
    @Nullable String caCertificates,
    @Schema(allowableValues = {"auto", "1", "2"}) @Nullable String http) {
  ProviderFields {
    if (models != null && models.stream().anyMatch(Objects::isNull))
      throw Problem.invalid("models", "texts alone");
  }

  /** How long to wait for it. */
  @Schema(name = "ProviderTimeoutFields")
  record Timeouts(
      @Schema(type = "string", format = "duration", example = "PT5S") @Nullable Duration connect,
      @Schema(type = "string", format = "duration", example = "PT10M") @Nullable Duration firstByte,
      @Schema(type = "string", format = "duration", example = "PT2M")
          @Nullable Duration firstByteStreamed,
      @Schema(type = "string", format = "duration", example = "PT11M") @Nullable Duration idle) {

    Provider.Timeouts on(Provider.Timeouts before) {
      return new Provider.Timeouts(
          Objects.requireNonNullElse(connect, before.connect()),
          Objects.requireNonNullElse(firstByte, before.firstByte()),
          Objects.requireNonNullElse(firstByteStreamed, before.firstByteStreamed()),
          Objects.requireNonNullElse(idle, before.idle()));
    }
  }

  static ConfiguredProvider fresh(String name) {
    return new ConfiguredProvider(name, "", "", List.of(), Provider.Timeouts.DEFAULT);
  }

  ConfiguredProvider on(ConfiguredProvider before) {
    return new ConfiguredProvider(
        before.name(),
        Objects.requireNonNullElse(type, before.type()).strip(),
        Objects.requireNonNullElse(baseUrl, before.baseUrl()).strip(),
        Objects.requireNonNullElse(models, before.models()),
        timeouts == null ? before.timeouts() : timeouts.on(before.timeouts()),
        Objects.requireNonNullElse(forwardIdentity, before.forwardIdentity()),
        network(before.network()));
  }

  private Provider.Network network(Provider.Network before) {
    return new Provider.Network(
        Objects.requireNonNullElse(proxy, before.proxy()).strip(),
        Objects.requireNonNullElse(caCertificates, before.caCertificates()).strip(),
        Provider.Http.of(Objects.requireNonNullElse(http, before.http().word()))
            .orElseThrow(() -> Problem.invalid("http", ProviderRules.HTTP)));
  }
}
