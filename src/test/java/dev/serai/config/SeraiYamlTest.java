package dev.serai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serai.call.Credential;
import dev.serai.call.Provider;
import dev.serai.call.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeraiYamlTest {
  private static final String KEY = "vk-lw-0123456789ABCDEFGHJKMNPQRS";
  private static final Map<String, String> ENV =
      Map.of("OPENAI_API_KEY", "sk-openai", "CI_KEY", KEY);

  @Test
  void readsTheWholeFormat() {
    Settings settings =
        read(
            """
            organization: acme
            projects: [ { name: checkout, team: red } ]
            providers:
              - name: openai
                type: openai
                base-url: https://api.openai.com/v1
                models: ["gpt-*", "my-finetune"]
                timeouts: { connect: 500ms, first-byte: 2m, first-byte-streamed: 30s, idle: 20m }
                credentials:
                  - { name: main, secret: "${env:OPENAI_API_KEY}" }
                  - { name: cheap, secret: literal, models: ["gpt-*-mini"], connections: 8, queue: 20, queue-wait: 3s }
                proxy: http://proxy:3128
                http: 1
              - { name: anthropic, type: anthropic }
            policies:
              - name: standard
                default: true
                providers: [anthropic, openai]
                aliases: { fast: openai/gpt-5-mini }
                tiers: { complex: [claude-opus-4-5, gpt-5] }
                allow: { models: ["claude-*", "gpt-*"] }
                deny: { models: [gpt-4] }
            keys:
              - name: ci
                project: checkout
                policy: standard
                secret: "${env:CI_KEY}"
                requests-per-minute: 60
                expires-at: 2030-01-31
                metadata: { owner: ci, cost-centre: 4711 }
              - { name: generated }
            prices:
              - match: my-finetune
                provider: openai
                usd-per-mtok: { input: 1.25, output: 10, cache-read: 0.125 }
            """);

    assertThat(settings.organization()).isEqualTo("acme");
    assertThat(settings.projects())
        .containsExactly(new Settings.ProjectSettings("checkout", "red"));
    assertThat(settings.providers()).hasSize(2);
    Settings.ProviderSettings openai = settings.providers().getFirst();
    assertThat(openai.provider().models()).containsExactly("gpt-*", "my-finetune");
    assertThat(openai.provider().timeouts())
        .isEqualTo(
            new Provider.Timeouts(
                Duration.ofMillis(500),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                Duration.ofMinutes(20)));
    assertThat(openai.credentials())
        .containsExactly(
            new Settings.CredentialSettings("main", Secret.of("sk-openai"), List.of()),
            new Settings.CredentialSettings(
                "cheap",
                Secret.of("literal"),
                List.of("gpt-*-mini"),
                new Credential.Room(8, 20, Duration.ofSeconds(3)),
                1));
    assertThat(openai.provider().network())
        .isEqualTo(new Provider.Network("http://proxy:3128", "", Provider.Http.ONE));
    assertThat(settings.policies())
        .singleElement()
        .satisfies(
            policy -> {
              assertThat(policy.preferred()).isTrue();
              assertThat(policy.providers()).containsExactly("anthropic", "openai");
              assertThat(policy.aliases())
                  .containsEntry("fast", List.of("openai/gpt-5-mini"))
                  .containsEntry("complex", List.of("claude-opus-4-5", "gpt-5"));
              assertThat(policy.allow()).containsExactly("claude-*", "gpt-*");
              assertThat(policy.deny()).containsExactly("gpt-4");
            });
    assertThat(settings.keys())
        .containsExactly(
            new Settings.KeySettings(
                "ci",
                "checkout",
                "standard",
                Secret.of(KEY),
                60,
                Instant.parse("2030-01-31T00:00:00Z"),
                Map.of("owner", "ci", "cost-centre", "4711")),
            new Settings.KeySettings("generated", "default", "", null, 0, null, Map.of()));
    assertThat(settings.prices())
        .containsExactly(
            new Settings.PriceSettings(
                "openai",
                "exact:my-finetune",
                Map.of("input", "1.25", "output", "10", "cache-read", "0.125")));
  }

  @Test
  void anEmptyFileSaysNothing() {
    assertThat(read("# nothing yet\n").providers()).isEmpty();
    assertThat(read("").keys()).isEmpty();
  }

  @Test
  void tellsEverythingThatIsWrongAtOnceWithItsLine() {
    assertWrong(
        """
        organisation: acme
        projects: checkout
        providers:
          - name: openai
            typ: openai
            base_url: https://api.openai.com
            credentials: [ { name: main, secret: "${env:MISSING}" } ]
          - { name: openai, type: opnai }
        """,
        "serai.yaml:1: unknown key 'organisation' (expected one of: default-policy, keys, limits,"
            + " organization, policies, prices, projects, providers, teams; did you mean 'organization'?)",
        "serai.yaml:2: projects: a text (expected: a list)",
        "serai.yaml:4: providers[0]: 'type' is missing (expected: a text)",
        "serai.yaml:5: providers[0]: unknown key 'typ' (expected one of: base-url,"
            + " ca-certificates, credentials, forward-identity, http, models, name, proxy, timeouts,"
            + " type; did you mean 'type'?)",
        "serai.yaml:6: providers[0]: unknown key 'base_url' (expected one of: base-url,"
            + " ca-certificates, credentials, forward-identity, http, models, name, proxy, timeouts,"
            + " type; did you mean 'base-url'?)",
        "serai.yaml:7: providers[0].credentials[0].secret: environment variable MISSING is not set"
            + " (expected: a value for it)",
        "serai.yaml:8: unknown provider type 'opnai' (expected one of: anthropic, echo, openai,"
            + " openai-compatible; did you mean 'openai'?)",
        "serai.yaml:8: provider 'openai' stands here twice (expected: once)");
  }

  @Test
  void projectsAreCalledAsTheApiWouldCallThem() {
    assertWrong(
        """
        projects:
          - { name: personal/carol }
          - { name: "-x" }
        providers: [ { name: openai, type: openai } ]
        """,
        "serai.yaml:2: projects[0].name: 'personal/carol' (expected: another beginning: personal/"
            + " is for users' own projects)",
        "serai.yaml:3: projects[1].name: '-x' (expected: 1 to 100 letters, digits, spaces or . _ @"
            + " : / + -, starting with a letter or digit)");
  }

  @Test
  void namesThatLeadNowhereAreWrong() {
    assertWrong(
        """
        projects: [ { name: checkout } ]
        providers: [ { name: openai, type: openai } ]
        policies:
          - { name: standard, default: true, providers: [openai, opnai] }
          - { name: other, default: true, providers: [openai, openai] }
          - { name: none }
        keys:
          - { name: a, project: chekout, policy: standrd }
          - { name: a, project: checkout }
          - { name: a, project: checkout }
        """,
        "serai.yaml:4: policy 'standard': unknown provider 'opnai' (expected one of: openai; did"
            + " you mean 'openai'?)",
        "serai.yaml:5: policy 'other': provider 'openai' stands here twice (expected: once)",
        "serai.yaml:5: policies[1].default: policy 'standard' is the default already (expected:"
            + " one default)",
        "serai.yaml:6: policy 'none': 'providers' is missing (expected: a list of their names)",
        "serai.yaml:8: key 'a': unknown project 'chekout' (expected one of: checkout, default; did"
            + " you mean 'checkout'?)",
        "serai.yaml:8: key 'a': unknown policy 'standrd' (expected one of: none, other, standard;"
            + " did you mean 'standard'?)",
        "serai.yaml:10: key 'a' stands here twice (expected: once)");
  }

  @Test
  void wrongValuesSayWhatWasExpectedAndNeverRepeatASecret() {
    assertWrong(
        """
        providers:
          - name: open/ai
            type: openai
            base-url: ftp://user:hunter2@host
            models: gpt-*
            timeouts: { idle: soon, connect: 0s }
          - { name: local, type: openai-compatible }
        policies:
          - { name: p, default: maybe, providers: [], aliases: { a: { b: c } } }
        keys:
          - { name: k, secret: hunter2, requests-per-minute: -1, expires-at: tomorrow }
          - { name: l, requests-per-minute: many }
        """,
        "serai.yaml:2: providers[0].name: 'open/ai' (expected: letters, digits and . _ -, without"
            + " a slash)",
        "serai.yaml:4: providers[0].base-url: no usable URL (expected: http:// or https://, a"
            + " host, and maybe a path)",
        "serai.yaml:5: providers[0].models: a text (expected: a list of texts)",
        "serai.yaml:6: providers[0].timeouts.connect: '0s' (expected: a duration such as 500ms,"
            + " 30s or 10m)",
        "serai.yaml:6: providers[0].timeouts.idle: 'soon' (expected: a duration such as 500ms, 30s"
            + " or 10m)",
        "serai.yaml:7: provider of type 'openai-compatible': 'base-url' is missing (expected: a"
            + " URL, as this type has none)",
        "serai.yaml:7: provider of type 'openai-compatible': 'models' is missing (expected: a list"
            + " of names or patterns, as the catalogue has none of this type)",
        "serai.yaml:9: policies[0].default: a text (expected: true or false)",
        "serai.yaml:9: policies[0].aliases.a: a mapping (expected: a list of texts)",
        "serai.yaml:11: keys[0].secret: not in the shape of a key (expected: vk-lw- and 26"
            + " characters of Crockford base32, or no secret to have one made)",
        "serai.yaml:11: keys[0].requests-per-minute: '-1' (expected: a whole number, 0 or more)",
        "serai.yaml:11: keys[0].expires-at: 'tomorrow' (expected: 2030-01-31 or"
            + " 2030-01-31T12:00:00Z)",
        "serai.yaml:12: keys[1].requests-per-minute: 'many' (expected: a whole number, 0 or"
            + " more)");
  }

  @Test
  void twoKeysCannotHaveOneSecret() {
    assertWrong(
        """
        keys:
          - { name: a, secret: "${env:CI_KEY}" }
          - { name: b, secret: "${env:CI_KEY}" }
        """,
        "serai.yaml:3: keys[1].secret: another key has the same (expected: a secret of its own)");
  }

  @Test
  void anAliasMayLeadToOneMoreAliasAndNoFurther() {
    assertWrong(
        """
        providers: [ { name: openai, type: openai } ]
        policies:
          - name: p
            providers: [openai]
            aliases: { fast: openai/gpt-5-mini, quick: fast }
            tiers:
              far: quick
              fast: gpt-5
        """,
        "serai.yaml:7: policies[0].tiers.far: 'far' leads to 'quick', which leads on to 'fast'"
            + " (expected: at most one alias behind an alias)",
        "serai.yaml:8: policies[0].tiers.fast: an alias of the same name stands above (expected:"
            + " one of them)");
  }

  @Test
  void pricesAreChecked() {
    assertWrong(
        """
        providers:
          - { name: local, type: openai-compatible, base-url: "http://127.0.0.1", models: [m] }
        prices:
          - { match: m, provider: local, usd-per-mtok: { input: -1, output: 1.1234567 } }
          - { match: "regex:(", family: openai, usd-per-mtok: { output: 1, inptu: 2 } }
          - { match: m, usd-per-mtok: { input: 1 } }
          - { match: m, provider: lokal, usd-per-mtok: { input: 1 } }
        """,
        "serai.yaml:4: prices[0].usd-per-mtok.input: '-1' (expected: USD per million tokens, such"
            + " as 1.25)",
        "serai.yaml:4: prices[0].usd-per-mtok.output: '1.1234567' (expected: USD per million"
            + " tokens, such as 1.25)",
        "serai.yaml:5: prices[1].match: 'regex:(' (expected: a regular expression)",
        "serai.yaml:5: prices[1].usd-per-mtok: unknown key 'inptu' (expected one of: cache-read,"
            + " cache-read-audio, cache-write-1h, cache-write-5m, input, input-audio, output,"
            + " output-audio; did you mean 'input'?)",
        "serai.yaml:5: price: 'usd-per-mtok.input' is missing (expected: USD per million tokens)",
        "serai.yaml:6: price: neither 'provider' nor 'family' is given (expected: one of them)",
        "serai.yaml:7: price: unknown provider 'lokal' (expected one of: local; did you mean"
            + " 'local'?)");
  }

  @Test
  void aPriceOfAProviderWithoutAFamilyGoesByItsName() {
    Settings settings =
        read(
            """
            providers:
              - { name: local, type: openai-compatible, base-url: "http://127.0.0.1", models: [m] }
            prices: [ { match: "ft:m:1", provider: local, usd-per-mtok: { input: 1 } } ]
            """);

    assertThat(settings.prices().getFirst().family()).isEqualTo("local");
    assertThat(settings.prices().getFirst().match()).isEqualTo("exact:ft:m:1");
  }

  @Test
  void brokenYamlIsToldWithItsLine() {
    InvalidSettings invalid = invalid("providers:\n  - name: [a\nkeys: {}\n");

    assertThat(invalid.findings().getFirst().line()).isPositive();
    assertThat(invalid.getMessage()).contains("no YAML: ");
    assertThat(invalid("- a\n- b\n")).hasMessage("serai.yaml:1: a list (expected: a mapping)");
    assertThat(invalid("organization: a\norganization: b\n"))
        .hasMessage("serai.yaml:2: 'organization' stands here twice (expected: once)");
  }

  @Test
  void referencesMayStandInsideOfATextAndInFiles(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("token"), "sk-file\n");
    Path file = folder.resolve("serai.yaml");
    Files.writeString(
        file,
        """
        providers:
          - name: openai
            type: openai
            base-url: "http://${env:HOST}:8080/v1"
            credentials: [ { name: main, secret: "${file:token}" } ]
        """);

    Settings settings = new SeraiYaml(TestTypes.all()).read(file, Map.of("HOST", "127.0.0.1"));

    assertThat(settings.providers().getFirst().provider().baseUrl())
        .isEqualTo("http://127.0.0.1:8080/v1");
    assertThat(settings.providers().getFirst().credentials().getFirst().secret())
        .isEqualTo(Secret.of("sk-file"));
  }

  @Test
  void whatASentFileRefersToIsNotLookedUpHere(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("token"), "sk-of-the-gateway");

    assertThat(invalid("organization: ${file:" + secret + "}\n"))
        .hasMessage(
            "serai.yaml:1: organization: file "
                + secret
                + " cannot be read (expected: a text file)");
    assertThat(invalid("organization: ${env:PATH}\n"))
        .hasMessage(
            "serai.yaml:1: organization: environment variable PATH is not set (expected: a value"
                + " for it)");
  }

  @Test
  void aValueIsNotLookedIntoForMoreReferences() {
    Settings settings =
        new SeraiYaml(TestTypes.all())
            .read(
                "organization: ${env:X}\n",
                "serai.yaml",
                References.sent(Map.of("X", "a$1${env:Y}\\b"), Map.of()));

    assertThat(settings.organization()).isEqualTo("a$1${env:Y}\\b");
    assertThat(invalid("organization: ${HOME}\n"))
        .hasMessage(
            "serai.yaml:1: organization: a reference that is none (expected: ${env:NAME} or"
                + " ${file:path})");
  }

  @Test
  void aMissingFileIsSaid() {
    assertThatThrownBy(
            () -> new SeraiYaml(TestTypes.all()).read(Path.of("/nowhere/serai.yaml"), ENV))
        .hasMessage("/nowhere/serai.yaml: there is no such file");
  }

  private static Settings read(String text) {
    return new SeraiYaml(TestTypes.all()).read(text, "serai.yaml", References.sent(ENV, Map.of()));
  }

  private static InvalidSettings invalid(String text) {
    InvalidSettings invalid = catchThrowableOfType(InvalidSettings.class, () -> read(text));
    assertThat(invalid).as("refusal of the file").isNotNull();
    return invalid;
  }

  private static void assertWrong(String text, String... messages) {
    assertThat(invalid(text).getMessage().lines()).containsExactlyInAnyOrder(messages);
    assertThat(invalid(text).findings()).extracting(InvalidSettings.Finding::line).isSorted();
    assertThat(invalid(text).getMessage()).doesNotContain("hunter2");
  }
}
