package dev.serai.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Call;
import dev.serai.call.Credential;
import dev.serai.call.Dialect;
import dev.serai.call.Operation;
import dev.serai.call.Provider;
import dev.serai.call.Secret;
import dev.serai.call.Target;
import dev.serai.database.Changes;
import dev.serai.providers.ConfiguredProvider;
import dev.serai.providers.Owner;
import dev.serai.providers.ProviderStore;
import dev.serai.secrets.TestSecretBox;
import dev.serai.testing.TestCalls;
import dev.serai.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CredentialStoreTest {
  private static final Secret SECRET = Secret.of("sk-very-secret");

  private final TestDatabase database = TestDatabase.migrated();
  private final CredentialStore store = store(1);

  @BeforeEach
  void aProvider() {
    new ProviderStore(database.jdbc())
        .put(
            new ProviderStore.Row(
                new ConfiguredProvider(
                    "openai", "openai", "", List.of(), Provider.Timeouts.DEFAULT),
                0,
                Owner.FILE),
            1);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theSecretIsNowhereInTheTable() {
    store.put(row("main", 0), SECRET, 1);

    byte[] sealed =
        database.jdbc().sql("select sealed from credentials").query(byte[].class).single();
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("very-secret");
    assertThat(store.all().toString()).doesNotContain("very-secret");
    assertThat(store.open().getFirst().credential().secret()).isEqualTo(SECRET);
  }

  @Test
  void aChangedCredentialKeepsItsId() {
    store.put(row("main", 0), SECRET, 1);
    String id = store.all().getFirst().id();

    store.put(row("main", 5), Secret.of("other"), 2);

    assertThat(store.all()).singleElement().satisfies(r -> assertThat(r.id()).isEqualTo(id));
    assertThat(store.holds(id, Secret.of("other"))).isTrue();
    assertThat(store.holds(id, SECRET)).isFalse();
  }

  @Test
  void renewingMakesTheOldMasterKeyUnneeded() {
    store.put(row("main", 0), SECRET, 1);
    store.put(row("spare", 1), Secret.of("second"), 1);

    assertThat(store(2, 1).renew()).isEqualTo(2);
    assertThat(store(2, 1).renew()).isZero();

    assertThat(store(2).open())
        .extracting(link -> link.credential().secret().reveal())
        .containsExactly("sk-very-secret", "second");
  }

  @Test
  void oneThatCannotBeOpenedIsLeftOutAndTheRestServes() {
    store(9).put(row("foreign", 0), SECRET, 1);
    store.put(row("main", 1), SECRET, 1);

    assertThat(store.open()).extracting(link -> link.credential().name()).containsExactly("main");
  }

  @Test
  void theStepServesWhatAnAdministratorStored() {
    Changes changes = database.changes();
    Credentials credentials = new Credentials(store, changes);
    store.put(row("main", 0), SECRET, 1);
    changes.refreshNow();
    Provider provider =
        new Provider(
            "openai",
            "openai",
            "http://127.0.0.1",
            Set.of(Dialect.OPENAI_CHAT),
            List.of(),
            Provider.Auth.BEARER,
            true,
            "",
            Provider.Timeouts.DEFAULT);
    Call call =
        TestCalls.call(Operation.CHAT, "gpt-5", TestCalls.caller(""))
            .withTargets(List.of(new Target(provider, "gpt-5")));

    assertThat(credentials.filter(call).candidates())
        .singleElement()
        .satisfies(c -> assertThat(c.credential().secret()).isEqualTo(SECRET));
    Call list = TestCalls.call(Operation.LIST_MODELS, "", TestCalls.caller(""));
    assertThat(credentials.filter(list)).isSameAs(list);
  }

  private CredentialStore store(int... keys) {
    return new CredentialStore(database.jdbc(), TestSecretBox.of(keys), database.transactions());
  }

  private static CredentialStore.Row row(String name, int position) {
    return CredentialStore.Row.fresh(
        "openai", name, List.of(), Credential.Room.UNBOUNDED, 1, position, Owner.FILE);
  }
}
