package dev.serai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.admin.InstallationOnly;
import dev.serai.call.Secret;
import dev.serai.keys.GivenSecrets;
import dev.serai.keys.IssuedKey;
import dev.serai.keys.KeyChange;
import dev.serai.keys.KeyQuery;
import dev.serai.keys.NewKey;
import dev.serai.keys.VirtualKey;
import dev.serai.models.PolicyStore;
import dev.serai.models.RoutingPolicy;
import dev.serai.providers.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.ProblemDetail;

class ApplyTest extends Applying {
  private static final String OTHER_KEY = "vk-lw-SRQPNMKJHGFEDCBA9876543210";

  private static final String FILE =
      """
      organization: acme
      projects: [ { name: checkout } ]
      providers:
        - name: openai
          type: openai
          credentials: [ { name: main, secret: sk-1 }, { name: spare, secret: sk-2 } ]
        - { name: anthropic, type: anthropic }
      policies:
        - { name: standard, default: true, providers: [anthropic, openai], aliases: { b: m, a: n } }
        - { name: narrow, providers: [openai], allow: { models: ["gpt-*"] } }
      keys:
        - { name: ci, project: checkout, policy: standard, secret: "${env:CI_KEY}" }
        - { name: made, requests-per-minute: 60, metadata: { owner: ci } }
      prices:
        - { match: my-finetune, provider: openai, usd-per-mtok: { input: 1, output: 2 } }
      """;

  @Test
  void makesWhatTheFileSays() {
    Applied applied = apply(FILE);

    assertThat(created(applied, "projects")).containsExactly("checkout");
    assertThat(created(applied, "providers")).containsExactly("openai", "anthropic");
    assertThat(created(applied, "credentials")).containsExactly("openai/main", "openai/spare");
    assertThat(created(applied, "policies")).containsExactly("narrow", "standard");
    assertThat(created(applied, "keys")).containsExactly("checkout/ci", "default/made");
    assertThat(created(applied, "prices")).containsExactly("openai exact:my-finetune");
    assertThat(tenants.current().name()).isEqualTo("acme");
    assertThat(providers.all())
        .extracting(row -> row.provider().name())
        .containsExactly("openai", "anthropic");
    assertThat(secrets.holder(Secret.of(KEY)))
        .hasValueSatisfying(holder -> assertThat(holder.current()).isTrue());
    assertThat(applied.keys())
        .singleElement()
        .satisfies(key -> assertThat(key.key().name()).isEqualTo("made"));
  }

  @Test
  void theSameFileAgainChangesNothingAtAll() {
    apply(FILE);
    long version = version();

    Applied again = apply(FILE);

    assertThat(again.changed()).isFalse();
    assertThat(again.keys()).isEmpty();
    assertThat(again.kinds())
        .filteredOn(k -> k.kind().equals("keys"))
        .singleElement()
        .satisfies(kind -> assertThat(kind.unchanged()).isEqualTo(2));
    assertThat(version()).isEqualTo(version);
  }

  @Test
  void changesWhatTheFileSaysOtherwise() {
    apply(FILE);
    String id = key("checkout", "ci").id();

    Applied applied =
        apply(
            FILE.replace("sk-2", "sk-3")
                .replace("type: anthropic", "type: anthropic, base-url: http://127.0.0.1:9/v1")
                .replace("{ b: m, a: n }", "{ a: n, b: m }")
                .replace("requests-per-minute: 60", "requests-per-minute: 61")
                .replace("input: 1", "input: 3"));

    assertThat(updated(applied, "credentials")).containsExactly("openai/spare");
    assertThat(updated(applied, "providers")).containsExactly("anthropic");
    assertThat(updated(applied, "keys")).containsExactly("default/made");
    assertThat(updated(applied, "prices")).containsExactly("openai exact:my-finetune");
    assertThat(key("default", "made").requestsPerMinute()).isEqualTo(61);
    assertThat(key("checkout", "ci").id()).isEqualTo(id);
  }

  @Test
  void removesWhatTheFileNoLongerSays() {
    apply(FILE);

    Applied applied = apply("providers: [ { name: openai, type: openai } ]\n");

    assertThat(removed(applied, "providers")).containsExactly("anthropic");
    assertThat(removed(applied, "credentials"))
        .containsExactlyInAnyOrder("openai/main", "openai/spare");
    assertThat(removed(applied, "policies")).containsExactlyInAnyOrder("standard", "narrow");
    assertThat(removed(applied, "keys")).containsExactlyInAnyOrder("checkout/ci", "default/made");
    assertThat(removed(applied, "prices")).containsExactly("openai exact:my-finetune");
    assertThat(keys.list(KeyQuery.all()).items())
        .allSatisfy(key -> assertThat(key.status()).isEqualTo(VirtualKey.Status.REVOKED));
    assertThat(apply("providers: [ { name: openai, type: openai } ]\n").changed()).isFalse();
  }

  @Test
  void leavesWhatWasMadeThroughTheApiAlone() {
    policies.put(
        new PolicyStore.Row(
            new RoutingPolicy("by-hand", false, List.of(), Map.of(), List.of(), List.of()),
            Owner.API),
        1);
    keys.create(NewKey.named("by-hand", "default"));
    apply(FILE);

    apply("organization: acme\n");

    assertThat(policies.all()).extracting(row -> row.policy().name()).containsExactly("by-hand");
    assertThat(key("default", "by-hand").status()).isEqualTo(VirtualKey.Status.ACTIVE);
  }

  @Test
  void aNameTakenThroughTheApiIsAConflictAndNothingIsDone() {
    policies.put(
        new PolicyStore.Row(
            new RoutingPolicy("standard", true, List.of(), Map.of(), List.of(), List.of()),
            Owner.API),
        1);
    keys.create(NewKey.named("made", "default"));

    assertThatThrownBy(() -> apply(FILE))
        .isInstanceOf(InvalidSettings.class)
        .hasMessage(
            "serai.yaml: policy 'standard' was made through the API (expected: another name, or"
                + " none there)\n"
                + "serai.yaml: key 'default/made' was made through the API (expected: another"
                + " name, or none there)");
    assertThat(providers.all()).isEmpty();
  }

  @Test
  void aDryRunSaysTheSameAndDoesNothing() {
    long version = version();

    Applied applied = apply.preview(read(FILE), "serai.yaml", Owner.FILE);

    assertThat(applied.dryRun()).isTrue();
    assertThat(created(applied, "keys")).containsExactly("checkout/ci", "default/made");
    assertThat(applied.keys()).isEmpty();
    assertThat(providers.all()).isEmpty();
    assertThat(tenants.current().name()).isNotEqualTo("acme");
    assertThat(version()).isEqualTo(version);
  }

  @Test
  void theDefaultMovesFromOnePolicyToAnother() {
    apply(FILE);

    Applied applied =
        apply(
            FILE.replace("standard, default: true", "standard")
                .replace("narrow,", "narrow, default: true,"));

    assertThat(updated(applied, "policies")).containsExactlyInAnyOrder("standard", "narrow");
    assertThat(policies.all())
        .filteredOn(row -> row.policy().preferred())
        .extracting(row -> row.policy().name())
        .containsExactly("narrow");
  }

  @Test
  void aChangedSecretTakesThePlaceOfTheOldOneAtOnce() {
    apply(FILE);
    String id = key("checkout", "ci").id();

    Applied applied = apply(FILE.replace("${env:CI_KEY}", OTHER_KEY));

    assertThat(updated(applied, "keys")).containsExactly("checkout/ci");
    assertThat(secrets.holder(Secret.of(OTHER_KEY))).contains(new GivenSecrets.Holder(id, true));
    assertThat(secrets.holder(Secret.of(KEY))).contains(new GivenSecrets.Holder(id, false));
    assertThat(key("checkout", "ci").lastFour()).isEqualTo("3210");

    apply(FILE);

    assertThat(secrets.holder(Secret.of(KEY))).contains(new GivenSecrets.Holder(id, true));
  }

  @Test
  void aKeyThatWasRotatedThroughTheApiGetsTheSecretOfTheFileBack() {
    apply(FILE);
    keys.rotate(key("checkout", "ci").id(), Duration.ofHours(1));

    assertThat(updated(apply(FILE), "keys")).containsExactly("checkout/ci");
    assertThat(apply(FILE).changed()).isFalse();
  }

  @Test
  void aRevokedKeyStaysRevoked() {
    apply(FILE);
    keys.revoke(key("checkout", "ci").id());

    Applied applied = apply(FILE);

    assertThat(applied.changed()).isFalse();
    assertThat(keys.find("checkout", "ci")).isEmpty();
  }

  @Test
  void aKeyWhoseDateHasPassedIsMadeExpired() {
    String file = "keys: [ { name: late, secret: \"${env:CI_KEY}\", expires-at: 2020-01-31 } ]\n";

    apply(file);

    assertThat(key("default", "late").expiresAt()).isEqualTo("2020-01-31T00:00:00Z");
    assertThat(apply(file).changed()).isFalse();
  }

  @Test
  void whatSomebodyChangedOfTheFilesThingsIsPutRight() {
    apply(FILE);
    keys.update(key("checkout", "ci").id(), new KeyChange("narrow", 5, null, null));

    assertThat(updated(apply(FILE), "keys")).containsExactly("checkout/ci");
    assertThat(key("checkout", "ci").policy()).isEqualTo("standard");
    assertThat(key("checkout", "ci").requestsPerMinute()).isZero();
  }

  @Test
  void theFirstStartWithoutAFileTakesTheProvidersFromTheEnvironment() {
    SettingsAtStart start = start("");

    start.apply(Map.of("OPENAI_API_KEY", "sk-env", "ANTHROPIC_API_KEY", "sk-ant"));

    assertThat(providers.all())
        .extracting(row -> row.provider().name())
        .containsExactly("anthropic", "openai");
    assertThat(policies.all().getFirst().policy().providers())
        .containsExactly("anthropic", "openai");
    assertThat(policies.all().getFirst().policy().preferred()).isTrue();

    start.apply(Map.of());

    assertThat(providers.all()).extracting(row -> row.provider().name()).containsExactly("echo");
    assertThat(credentials.all()).isEmpty();
  }

  @Test
  void aFileTakesTheDefaultsOverAndTheyDoNotComeBack() {
    start("").apply(Map.of("OPENAI_API_KEY", "sk-env"));

    Applied applied = apply(FILE);

    assertThat(updated(applied, "providers")).containsExactly("openai");
    assertThat(removed(applied, "policies")).containsExactly("default");
    assertThat(start("").apply(Map.of()).changed()).isFalse();
    assertThat(providers.all()).hasSize(2);
  }

  @Test
  void overHttpAFileComesWithWhatItRefersToAndTheAnswerShowsNewSecretsOnce() throws Exception {
    ConfigApi api =
        new ConfigApi(
            new SeraiYaml(TestTypes.all()), apply, tenants, new InstallationOnly(tenants));
    ConfigApi.Sent sent = new ConfigApi.Sent(FILE, null, Map.of("CI_KEY", KEY), null);

    assertThat(api.apply(sent, true).dryRun()).isTrue();
    JsonNode answer =
        new ObjectMapper().findAndRegisterModules().valueToTree(api.apply(sent, false));

    assertThat(answer.at("/kinds/0/kind").textValue()).isEqualTo("organization");
    assertThat(answer.at("/keys/0/key/name").textValue()).isEqualTo("made");
    assertThat(answer.at("/keys/0/secret").textValue()).startsWith("vk-lw-");
    assertThat(answer.toString()).doesNotContain("sk-1", KEY);
    assertThat(sent.toString()).doesNotContain("sk-1", KEY);
  }

  @Test
  void overHttpEveryProblemIsToldWithItsLine() {
    ConfigApi api =
        new ConfigApi(
            new SeraiYaml(TestTypes.all()), apply, tenants, new InstallationOnly(tenants));

    InvalidSettings invalid =
        catchThrowableOfType(
            InvalidSettings.class, () -> api.applyText("organisation: a\nkey: b\n", false));
    ProblemDetail problem = api.invalid(invalid);

    assertThat(problem.getStatus()).isEqualTo(422);
    assertThat(problem.getProperties())
        .containsEntry("code", "invalid_settings")
        .containsEntry("file", "serai.yaml");
    assertThat(invalid.findings()).extracting(InvalidSettings.Finding::line).containsExactly(1, 2);
  }

  private SettingsAtStart start(String file) {
    return new SettingsAtStart(
        file,
        new SeraiYaml(TestTypes.all()),
        TestTypes.all(),
        apply,
        applyProviders,
        tenants,
        new StaticListableBeanFactory().getBeanProvider(IssuedKey.Listener.class));
  }
}
