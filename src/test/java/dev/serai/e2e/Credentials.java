package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.FakeProvider;
import dev.serai.testing.RecordedRequest;
import java.util.stream.Collectors;

/** What of a client's and of the gateway's own credentials the provider got to see. */
final class Credentials {
  private Credentials() {}

  /**
   * Every request carries the provider's secret, the virtual key nowhere, and none is an upgrade.
   */
  static void assertSwapped(FakeProvider provider, Door door) {
    assertThat(provider.requests())
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(heads(request)).contains(door.providerSecret());
              assertThat(heads(request) + request.text()).doesNotContain(door.key());
              assertThat(request.header("upgrade")).isEmpty();
            });
  }

  private static String heads(RecordedRequest request) {
    return request.headers().stream()
        .map(f -> f.name() + ": " + f.value())
        .collect(Collectors.joining("\n", request.target() + "\n", "\n"));
  }
}
