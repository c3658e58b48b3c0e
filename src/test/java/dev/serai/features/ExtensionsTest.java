package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  private GatewayUnderTest gateway(String type, Map<String, String> files, String... properties) {
    GatewayUnderTest.Starter starter =
        GatewayUnderTest.with(
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
            .property("team.guard.url", service.baseUrl() + "/decide");
    for (int i = 0; i + 1 < properties.length; i += 2)
      starter.property(properties[i], properties[i + 1]);
    return starter.start();
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
  void letsNoClientSteerATeamsRouteByHeaders() throws Exception {
    service.otherwise(Answer.json(403, "no"));
    provider.otherwise(Answer.json(200, "the client's own guard says yes"));
    String guard =
        """
        - route:
            from:
              uri: direct:on-call
              steps:
                - to: { uri: "{{team.guard.url}}", parameters: { throwExceptionOnFailure: true } }
        """;
    try (GatewayUnderTest gateway =
        gateway("openai-compatible", Map.of("guard.camel.yaml", guard))) {
      Client.Got got =
          new Client(gateway)
              .post(
                  "/v1/chat/completions",
                  BODY,
                  "CamelHttpUri",
                  provider.baseUrl() + "/mine",
                  "camelhttpresponsecode",
                  "200");

      assertThat(got.status()).isEqualTo(500);
      assertThat(provider.requests()).isEmpty();
      assertThat(service.requests()).hasSize(1);
    }
  }

  private static final String SLOW_GUARD =
      """
      - route:
          from:
            uri: direct:on-call
            steps:
              - to: { uri: "{{team.guard.url}}" }
      """;

  @Test
  void refusesWhenATeamsGuardTakesTooLong() throws Exception {
    service.otherwise(Answer.silence());
    try (GatewayUnderTest gateway =
        gateway(
            "openai-compatible",
            Map.of("guard.camel.yaml", SLOW_GUARD),
            "serai.extension-timeout",
            "200ms")) {
      Client.Got got = new Client(gateway).post("/v1/chat/completions", BODY);

      assertThat(got.status()).isEqualTo(500);
      assertThat(got.text()).contains("direct:on-call");
      assertThat(Records.of(gateway, got)).containsEntry("outcome", "failed");
    }
  }

  @Test
  void endsACallWhoseClientLeavesOrWhoseKeyIsRevokedWhileAGuardIsAsked() throws Exception {
    service.otherwise(Answer.silence());
    try (GatewayUnderTest gateway =
        gateway("openai-compatible", Map.of("guard.camel.yaml", SLOW_GUARD))) {
      try (Wire wire = new Wire(gateway)) {
        wire.send(Wire.post("/v1/chat/completions", BODY));
        service.awaitRequest(1);
      }
      try (Wire wire = new Wire(gateway)) {
        wire.send(Wire.post("/v1/chat/completions", BODY));
        service.awaitRequest(2);
        gateway.bean(dev.serai.pipeline.Gateway.class).cutKey(Keys.idOf(gateway, "ci"));
        assertThat(wire.read().status()).isEqualTo(401);
      }

      assertThat(Records.all(gateway))
          .extracting(row -> row.get("reason"))
          .containsExactly("client_left", "key_revoked");
      assertThat(provider.requests()).isEmpty();
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

  /** A provider's route that leaves the event loop and sets headers before it calls. */
  private static String oddProvider(String value) {
    return """
    - routeTemplate:
        id: odd
        parameters:
          - { name: type, required: true }
          - { name: dialects, required: true }
          - { name: baseUrl, defaultValue: " " }
          - { name: header, defaultValue: "authorization" }
          - { name: scheme, defaultValue: "Bearer" }
          - { name: prices, defaultValue: " " }
          - { name: models, defaultValue: " " }
        route:
          errorHandler: { noErrorHandler: {} }
          from:
            uri: "direct:provider-{{type}}"
            steps:
              - threads: { poolSize: 1, maxPoolSize: 1 }
              - setHeader: { name: x-odd, constant: "%s" }
              - setHeader: { name: Content-Length, constant: "3" }
              - setHeader: { name: CamelHttpResponseCode, constant: "200" }
              - process: { ref: callUpstream }
    - templatedRoute:
        routeId: provider-odd
        routeTemplateRef: odd
        parameters:
          - { name: type, value: odd }
          - { name: dialects, value: openai-chat }
    """
        .formatted(value);
  }

  @Test
  void callsTheProviderOnTheCallsLoopWhateverThreadItsRouteTook() throws Exception {
    provider.answer(Dialects.OPENAI_CHAT.reply("acme-1", "ok"));
    try (GatewayUnderTest gateway = gateway("odd", Map.of("odd.camel.yaml", oddProvider("1")))) {
      Client.Got got = new Client(gateway).post("/v1/chat/completions", BODY);

      assertThat(got.status()).isEqualTo(200);
      assertThat(provider.lastRequest().text()).isEqualTo(BODY);
      assertThat(provider.lastRequest().header("x-odd")).contains("1");
      assertThat(provider.lastRequest().header("camelhttpresponsecode")).isEmpty();
    }
  }

  @Test
  void failsAtOnceWhenAProvidersRouteSetsAHeaderThatCannotBeSent() throws Exception {
    try (GatewayUnderTest gateway =
        gateway("odd", Map.of("odd.camel.yaml", oddProvider("a\\r\\nb: c")))) {
      Client.Got got = new Client(gateway).post("/v1/chat/completions", BODY);

      assertThat(got.status()).isEqualTo(502);
      assertThat(Records.of(gateway, got))
          .containsEntry("outcome", "failed")
          .containsEntry("attempts", 1);
      assertThat(gateway.bean(dev.serai.pipeline.Gateway.class).activeCalls()).isZero();
      assertThat(provider.requests()).isEmpty();
    }
  }

  @Test
  void keepsServingWhileAProvidersRouteWaitsForAnotherService() throws Exception {
    provider.otherwise(Dialects.OPENAI_CHAT.reply("acme-1", "ok"));
    Gate gate = new Gate();
    service.answer(Answer.json(200, "token").headAfter(gate));
    String asksFirst =
        oddProvider("1")
            .replace(
                "- threads: { poolSize: 1, maxPoolSize: 1 }",
                "- to: { uri: \"{{team.guard.url}}\", parameters: { httpMethod: GET } }");
    try (GatewayUnderTest gateway =
        gateway("odd", Map.of("odd.camel.yaml", asksFirst), "serai.gateway.loops", "1")) {
      Client client = new Client(gateway);
      var waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return client.post("/v1/chat/completions", BODY);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      gate.awaitReached();

      assertThat(client.get("/healthz").status()).isEqualTo(200);
      gate.open();
      assertThat(waiting.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
  }
}
