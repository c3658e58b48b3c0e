package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a team adds in YAML, with the files that the docs show. */
class ExtensionsTest {
  private FakeProvider provider;
  private FakeProvider service;

  @BeforeEach
  void start() {
    provider = FakeProvider.start();
    service = FakeProvider.start();
  }

  @AfterEach
  void stop() {
    provider.close();
    service.close();
  }

  private GatewayUnderTest gateway(String type, Map<String, String> files) {
    return GatewayUnderTest.with(
            """
            organization: acme
            projects: [ { name: checkout } ]
            providers:
              - { name: acme, type: %s, base-url: "%s/v1", models: ["acme-*"], credentials: [ { name: main, secret: sk-acme-secret } ] }
            policies: [ { name: standard, default: true, providers: [acme] } ]
            keys: [ { name: ci, project: checkout, policy: standard, secret: "%s" } ]
            """
                .formatted(type, provider.baseUrl(), GatewayUnderTest.KEY))
        .routes(files)
        .property("team.guard.url", service.baseUrl() + "/decide")
        .start();
  }

  private static String example(String name) throws IOException {
    return Files.readString(Path.of("docs/examples", name));
  }

  private static final String BODY = Dialects.OPENAI_CHAT.request("acme-1", "hello", false);

  @Test
  void addsAProviderWithOneFile() throws Exception {
    provider.answer(Dialects.OPENAI_CHAT.reply("acme-1", "hi from acme"));
    try (GatewayUnderTest gateway =
        gateway("acme", Map.of("acme.camel.yaml", example("acme-provider.camel.yaml")))) {
      Client.Got got = new Client(gateway).post("/v1/chat/completions", BODY);

      assertThat(got.text()).contains("hi from acme");
      assertThat(provider.lastRequest().header("x-acme-key")).contains("sk-acme-secret");
      assertThat(provider.lastRequest().header("authorization")).isEmpty();
    }
  }

  @Test
  void sendsTheHeadersThatAProvidersOwnRouteSets() throws Exception {
    provider.answer(Dialects.OPENAI_CHAT.reply("acme-1", "hi from the region"));
    Map<String, String> files =
        Map.of("regional.camel.yaml", example("regional-provider.camel.yaml"));
    try (GatewayUnderTest gateway = gateway("regional", files)) {
      Client.Got got = new Client(gateway).post("/v1/chat/completions", BODY, "x-region", "moon");

      assertThat(got.text()).contains("hi from the region");
      assertThat(provider.lastRequest().header("x-region")).contains("eu-central");
      assertThat(provider.lastRequest().header("authorization")).contains("Bearer sk-acme-secret");
    }
  }

  @Test
  void letsATeamsGuardRefuseByAskingItsOwnService() throws Exception {
    provider.otherwise(Dialects.OPENAI_CHAT.reply("acme-1", "ok"));
    service.otherwise(
        asked ->
            asked.header("x-data-class").orElse("").equals("public")
                ? Answer.json(200, "fine")
                : Answer.json(403, "secret data stays here"));
    try (GatewayUnderTest gateway =
        gateway("openai-compatible", Map.of("guard.camel.yaml", example("guard.camel.yaml")))) {
      Client client = new Client(gateway);

      assertThat(client.post("/v1/chat/completions", BODY, "x-data-class", "public").status())
          .isEqualTo(200);
      assertThat(service.lastRequest().header("x-key-name")).contains("ci");
      assertThat(service.lastRequest().headers().toString()).doesNotContain(GatewayUnderTest.KEY);

      Client.Got refused = client.post("/v1/chat/completions", BODY, "x-data-class", "secret");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text()).contains("secret data stays here").contains("refused_by_route");

      assertThat(client.post("/v1/chat/completions", BODY).text())
          .contains("Send the header x-data-class");
      assertThat(provider.requests()).hasSize(1);
      assertThat(Records.of(gateway, refused))
          .containsEntry("outcome", "refused")
          .containsEntry("reason", "refused_by_route");
    }
  }

  @Test
  void refusesWhenATeamsGuardFails() throws Exception {
    service.otherwise(Answer.reset());
    try (GatewayUnderTest gateway =
        gateway("openai-compatible", Map.of("guard.camel.yaml", example("guard.camel.yaml")))) {
      Client.Got got =
          new Client(gateway).post("/v1/chat/completions", BODY, "x-data-class", "public");

      assertThat(got.status()).isEqualTo(500);
      assertThat(provider.requests()).isEmpty();
    }
  }

  @Test
  void tellsARouteAfterTheCallWhatItCameTo() throws Exception {
    provider.otherwise(Dialects.OPENAI_CHAT.reply("acme-1", "ok"));
    String after =
        """
        - route:
            from:
              uri: direct:after-call
              steps:
                - removeHeaders: { pattern: "*" }
                - setHeader: { name: x-told, simple: "${exchangeProperty.outcome} ${exchangeProperty.model} ${exchangeProperty.outputTokens}" }
                - to: { uri: "{{team.guard.url}}" }
        """;
    try (GatewayUnderTest gateway =
        gateway("openai-compatible", Map.of("after.camel.yaml", after))) {
      new Client(gateway).post("/v1/chat/completions", BODY);

      assertThat(service.awaitRequest(1).header("x-told"))
          .contains("served acme-1 " + Dialects.OUTPUT);
    }
  }

  @Test
  void letsARouteBeforeDispatchSeeWhereTheCallGoes() throws Exception {
    provider.otherwise(Dialects.OPENAI_CHAT.reply("acme-1", "ok"));
    String before =
        """
        - route:
            from:
              uri: direct:before-dispatch
              steps:
                - choice:
                    when:
                      - simple: "${exchangeProperty.provider} == 'acme'"
                        steps:
                          - throwException: { exceptionType: "dev.serai.call.Refusal", message: "acme is closed today" }
        """;
    try (GatewayUnderTest gateway =
        gateway("openai-compatible", Map.of("before.camel.yaml", before))) {
      Client.Got got = new Client(gateway).post("/v1/chat/completions", BODY);

      assertThat(got.text()).contains("acme is closed today");
      assertThat(provider.requests()).isEmpty();
    }
  }

  @Test
  void quarantinesARouteFileThatIsWrongAndServesEverythingElse() throws Exception {
    provider.otherwise(Dialects.OPENAI_CHAT.reply("acme-1", "ok"));
    Map<String, String> bad =
        Map.of(
            "a-syntax.camel.yaml", "- route: { from: { uri: [ }",
            "b-unknown.camel.yaml",
                "- route:\n    from:\n      uri: direct:on-call\n      steps:\n        - process: { ref: noSuchBean }\n",
            "c-dsl.camel.yaml", "- rout:\n    from: nothing\n");
    try (GatewayUnderTest gateway = gateway("openai-compatible", bad)) {
      assertThat(new Client(gateway).post("/v1/chat/completions", BODY).status()).isEqualTo(200);
    }
  }
}
