package dev.serai.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Dialect;
import dev.serai.call.Provider;
import dev.serai.database.Changes;
import dev.serai.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {
  private static final ProviderType OPENAI = type("openai", "https://api.openai.com/v1");
  private static final Provider.Timeouts QUICK =
      new Provider.Timeouts(
          Duration.ofMillis(1500),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(4));

  private final TestDatabase database = TestDatabase.migrated();
  private final ProviderStore store = new ProviderStore(database.jdbc());
  private final ProviderTypes types = new ProviderTypes();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void servesWhatIsStoredInTheConfiguredOrder() {
    Changes changes = database.changes();
    types.register(OPENAI);
    Providers providers = new Providers(types, store, changes);
    put(changes, new ConfiguredProvider("b", "openai", "", List.of(), QUICK), 0);
    put(changes, new ConfiguredProvider("a", "openai", "", List.of("m-*"), QUICK), 1);

    changes.refreshNow();

    assertThat(providers.all()).extracting(Provider::name).containsExactly("b", "a");
    assertThat(providers.find("a"))
        .hasValueSatisfying(
            a -> {
              assertThat(a.models()).containsExactly("m-*");
              assertThat(a.timeouts()).isEqualTo(QUICK);
              assertThat(a.baseUrl()).isEqualTo("https://api.openai.com/v1");
            });
    assertThat(providers.find("c")).isEmpty();
  }

  @Test
  void theListStaysTheSameUntilAProviderChanges() {
    Changes changes = database.changes();
    types.register(OPENAI);
    Providers providers = new Providers(types, store, changes);
    put(changes, new ConfiguredProvider("a", "openai", "", List.of(), QUICK), 0);
    changes.refreshNow();
    List<Provider> before = providers.all();

    changes.refreshNow();

    assertThat(providers.all()).isSameAs(before);
  }

  @Test
  void aProviderWhoseTypeComesLaterIsServedFromThenOn() {
    Changes changes = database.changes();
    Providers providers = new Providers(types, store, changes);
    put(changes, new ConfiguredProvider("a", "openai", "", List.of(), QUICK), 0);
    changes.refreshNow();
    assertThat(providers.all()).isEmpty();

    types.register(OPENAI);

    assertThat(providers.all()).extracting(Provider::name).containsExactly("a");
  }

  @Test
  void removingAProviderTakesItOutOfService() {
    Changes changes = database.changes();
    types.register(OPENAI);
    Providers providers = new Providers(types, store, changes);
    put(changes, new ConfiguredProvider("a", "openai", "", List.of(), QUICK), 0);
    database
        .transactions()
        .executeWithoutResult(
            t -> {
              store.remove("a");
              changes.bump();
            });

    changes.refreshNow();

    assertThat(providers.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', https://api.openai.com/v1, https://api.openai.com/v1",
    "http://127.0.0.1:9, https://api.openai.com/v1, http://127.0.0.1:9/v1",
    "http://127.0.0.1:9/, https://api.openai.com/v1, http://127.0.0.1:9/v1",
    "http://127.0.0.1:9/api, https://api.openai.com/v1, http://127.0.0.1:9/api",
    "http://127.0.0.1:9/api/, https://api.openai.com/v1/, http://127.0.0.1:9/api",
    "http://127.0.0.1:9/x/v1, '', http://127.0.0.1:9/x/v1",
    "http://127.0.0.1:9, https://api.anthropic.com, http://127.0.0.1:9",
  })
  void aHostAloneKeepsThePathOfTheType(String configured, String typeUrl, String expected) {
    ConfiguredProvider provider =
        new ConfiguredProvider("a", "t", configured, List.of(), Provider.Timeouts.DEFAULT);

    assertThat(provider.on(type("t", typeUrl)).baseUrl()).isEqualTo(expected);
  }

  @Test
  void watchersOfTypesAreToldOfARegistration() {
    AtomicBoolean told = new AtomicBoolean();
    types.onChange(() -> told.set(true));

    types.register(OPENAI);

    assertThat(told).isTrue();
    assertThat(types.names()).containsExactly("openai");
  }

  private void put(Changes changes, ConfiguredProvider provider, int position) {
    database
        .transactions()
        .executeWithoutResult(
            t -> store.put(new ProviderStore.Row(provider, position, Owner.FILE), changes.bump()));
  }

  private static ProviderType type(String name, String baseUrl) {
    return new ProviderType(
        name,
        baseUrl,
        Set.of(Dialect.OPENAI_CHAT),
        Provider.Auth.BEARER,
        true,
        "openai",
        List.of());
  }
}
