package dev.serai.features;

import static dev.serai.features.Wire.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as it comes from clients, proxies and attackers. */
class WireTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String BODY = Dialects.OPENAI_CHAT.request("m", "hello", false);
  private static final String STREAM = Dialects.OPENAI_CHAT.request("m", "hello", true);

  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet = new Fleet("", "serai.gateway.max-body", "1MB");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
  }

  @Test
  void answersPipelinedRequestsInTheirOrder() throws Exception {
    fleet.first.answer(
        Dialects.OPENAI_CHAT.reply("m", "one"), Dialects.OPENAI_CHAT.streamed("m", "two"));
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(post(CHAT, BODY) + post(CHAT, STREAM) + post("/v1/none", "{}"));

      assertThat(wire.read().body()).contains("one");
      assertThat(wire.read().body()).contains("two").endsWith("data: [DONE]\n\n");
      assertThat(wire.read().status()).isEqualTo(404);
    }
  }

  @Test
  void servesHttp10WithoutChunks() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.streamed("m", "two"));
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(post(CHAT, STREAM).replace("HTTP/1.1", "HTTP/1.0"));

      Wire.Got got = wire.read();
      assertThat(got.headers()).doesNotContainKey("transfer-encoding");
      assertThat(got.body()).contains("two").endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void takesBodiesInChunksAfterAContinue() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.reply("m", "one"));
    try (Wire wire = new Wire(fleet.gateway)) {
      String head = post(CHAT, "", "transfer-encoding: chunked", "expect: 100-continue");
      wire.send(head.replace("content-length: 0\r\n", ""));
      assertThat(wire.head().status()).isEqualTo(100);
      int half = BODY.length() / 2;
      wire.send(Integer.toHexString(half) + "\r\n" + BODY.substring(0, half) + "\r\n");
      wire.send(
          Integer.toHexString(BODY.length() - half)
              + "\r\n"
              + BODY.substring(half)
              + "\r\n0\r\n\r\n");

      assertThat(wire.read().body()).contains("one");
      assertThat(fleet.first.lastRequest().text()).isEqualTo(BODY);
    }
  }

  @Test
  void tellsAClientThatStillSendsThatItsBodyIsTooLarge() throws Exception {
    String large = "x".repeat(3 * 1024 * 1024);
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(post(CHAT, large));

      Wire.Got got = wire.read();
      assertThat(got.status()).isEqualTo(413);
      assertThat(got.headers()).containsEntry("connection", "close");
      assertThat(got.body()).contains("larger than 1 MB");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//v1/chat/completions",
        "/v1/../v1/chat/completions",
        "/v1/chat%2Fcompletions",
        "/v1/chat/completions/",
        "/V1/chat/completions"
      })
  void knowsNoOtherSpellingOfAPath(String path) throws Exception {
    try (Wire wire = new Wire(fleet.gateway)) {
      Wire.Got got = wire.send(post(path, BODY)).read();
      assertThat(got.status()).isEqualTo(404);
      assertThat(got.headers()).containsKey("x-serai-request-id");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "v1/chat/completions", "budget??&=", "..", "?key=x"})
  void knowsNoTargetThatIsNoPath(String target) throws Exception {
    try (Wire wire = new Wire(fleet.gateway)) {
      Wire.Got got = wire.send(post(target, BODY)).read();
      assertThat(got.status()).isEqualTo(404);
      assertThat(got.headers()).containsKey("x-serai-request-id");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1beta/models/%zz:generateContent",
        "/v1beta/models/a%0ab:countTokens",
        "/v1/models/vk-lw-0123456789ABCDEFGHJKMNPQRS"
      })
  void recordsACallWhoseModelInThePathIsNone(String target) throws Exception {
    try (Wire wire = new Wire(fleet.gateway)) {
      String request = post(target, BODY);
      Wire.Got got =
          wire.send(target.contains(":") ? request : request.replaceFirst("POST", "GET")).read();
      assertThat(got.status()).isEqualTo(400);
      assertThat(got.headers()).containsEntry("x-serai-refusal", "bad_request");
      assertThat(Records.awaitOf(fleet.gateway, got.headers().get("x-serai-request-id")))
          .containsEntry("requested_model", "");
    }
  }

  @Test
  void takesATargetInAbsoluteForm() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.reply("m", "one"));
    try (Wire wire = new Wire(fleet.gateway)) {
      assertThat(wire.send(post("http://elsewhere.example" + CHAT, BODY)).read().body())
          .contains("one");
    }
  }

  @Test
  void answersHeadAndOptionsWithoutConfusingTheConnection() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.reply("m", "one"));
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send("HEAD /v1/models HTTP/1.1\r\nhost: g\r\n\r\n");
      assertThat(wire.read(true).status()).isEqualTo(405);
      wire.send("OPTIONS " + CHAT + " HTTP/1.1\r\nhost: g\r\n\r\n");
      Wire.Got options = wire.read();
      assertThat(options.status()).isEqualTo(405);
      assertThat(options.headers()).containsEntry("allow", "POST");

      assertThat(wire.send(post(CHAT, BODY)).read().body()).contains("one");
    }
  }

  @Test
  void dropsHeadersThatConnectionNames() throws Exception {
    fleet.first.answer(
        Dialects.OPENAI_CHAT
            .reply("m", "one")
            .header("connection", "x-request-id")
            .header("x-request-id", "hop"));
    try (Wire wire = new Wire(fleet.gateway)) {
      Wire.Got got =
          wire.send(post(CHAT, BODY, "connection: keep-alive, X-App", "x-app: hop", "prefer: a"))
              .read();

      assertThat(got.headers()).doesNotContainKey("x-request-id");
      assertThat(fleet.first.lastRequest().header("x-app")).isEmpty();
      assertThat(fleet.first.lastRequest().header("prefer")).contains("a");
    }
  }

  @Test
  void takesNoCredentialOfTheQueryUpstream() throws Exception {
    fleet.first.answer(Dialects.GEMINI.reply("m", "one"));
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(
          post(
              "/v1beta/models/m:generateContent?a=1&k%65y=x&access_token=ya29&oauth_token=b&%24httpHeaders=c&b=2",
              Dialects.GEMINI.request("m", "hello", false)));

      assertThat(wire.read().status()).isEqualTo(200);
      assertThat(fleet.first.lastRequest().query()).isEqualTo("a=1&b=2");
    }
  }

  @Test
  void neverSendsMoreBytesThanItAnnounced() throws Exception {
    String event = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{}}\n\n";
    String content =
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"first\"}}\n\n";
    Answer announced =
        Answer.of(
            200, "text/event-stream", (event + content + content).getBytes(StandardCharsets.UTF_8));
    fleet.first.answer(announced.cutAt(event.length() + content.length()));
    try (Wire wire = new Wire(fleet.gateway)) {
      Wire.Got got =
          wire.send(post("/v1/messages", Dialects.ANTHROPIC.request("m", "hello", true))).read();

      assertThat(got.headers()).doesNotContainKey("content-length");
      assertThat(got.body()).contains("first").contains("event: error");
    }
  }

  @Test
  void servesHttp2UpgradesWithABody() throws Exception {
    fleet.first.otherwise(Dialects.OPENAI_CHAT.reply("m", "one"));
    String body = Dialects.OPENAI_CHAT.request("m", "hello ".repeat(50_000), false);
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> got =
            http.send(
                HttpRequest.newBuilder(URI.create(fleet.gateway.url() + CHAT))
                    .header("authorization", "Bearer " + GatewayUnderTest.KEY)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(fleet.first.lastRequest().body()).hasSize(body.length());
      }
    }
  }

  @Test
  void servesEveryHttp2Upgrade() throws Exception {
    fleet.first.otherwise(Dialects.OPENAI_CHAT.reply("m", "one"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(fleet.gateway.url() + CHAT))
            .header("authorization", "Bearer " + GatewayUnderTest.KEY)
            .POST(HttpRequest.BodyPublishers.ofString(BODY))
            .build();
    for (int i = 0; i < 50; i++)
      try (HttpClient http = HttpClient.newHttpClient()) {
        HttpResponse<String> got = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(got.statusCode()).isEqualTo(200);
      }
  }

  @Test
  void servesHttp2WithPriorKnowledgeAndLargeHeaders() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.streamed("m", "one"));
    Vertx vertx = Vertx.vertx();
    try {
      RequestOptions request =
          new RequestOptions()
              .setMethod(HttpMethod.POST)
              .setAbsoluteURI(fleet.gateway.url() + CHAT)
              .putHeader("authorization", "Bearer " + GatewayUnderTest.KEY)
              .putHeader("x-codex-turn-metadata", "x".repeat(40_000));
      String text =
          vertx
              .createHttpClient(
                  new HttpClientOptions()
                      .setProtocolVersion(HttpVersion.HTTP_2)
                      .setHttp2ClearTextUpgrade(false))
              .request(request)
              .compose(open -> open.send(STREAM))
              .compose(HttpClientResponse::body)
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS)
              .toString();

      assertThat(text).contains("one").endsWith("data: [DONE]\n\n");
      assertThat(fleet.first.lastRequest().header("x-codex-turn-metadata").orElseThrow())
          .hasSize(40_000);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void refusesTooLargeABodyOverHttp2AndKeepsTheConnection() throws Exception {
    fleet.first.otherwise(Dialects.OPENAI_CHAT.reply("m", "one"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(fleet.gateway.url() + CHAT))
              .header("authorization", "Bearer " + GatewayUnderTest.KEY);
      var text = HttpResponse.BodyHandlers.ofString();
      var small = request.POST(HttpRequest.BodyPublishers.ofString(BODY)).build();
      assertThat(http.send(small, text).version()).isEqualTo(HttpClient.Version.HTTP_2);
      var large =
          request.POST(HttpRequest.BodyPublishers.ofString("x".repeat(2 * 1024 * 1024))).build();

      assertThat(http.send(large, text).statusCode()).isEqualTo(413);
      assertThat(http.send(small, text).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void keepsAnEncodingThatTheProviderChoseUnasked() throws Exception {
    var zipped = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(zipped)) {
      for (Answer.Step step : Dialects.ANTHROPIC.reply("m", "one").body())
        gzip.write(((Answer.Step.Send) step).bytes());
    }
    fleet.first.answer(
        Answer.of(200, "application/json", zipped.toByteArray())
            .header("content-encoding", "gzip"));

    Client.Got got = fleet.client.ask(Dialects.ANTHROPIC, "m", false);

    assertThat(got.header("content-encoding")).isEqualTo("gzip");
    assertThat(got.body()).isEqualTo(zipped.toByteArray());
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("output_tokens", (long) Dialects.OUTPUT)
        .containsEntry("estimated", false);
  }

  @Test
  void readsUsageBehindAByteOrderMark() throws Exception {
    Answer plain = Dialects.GEMINI.streamed("m", "one");
    var pieces = new java.util.ArrayList<byte[]>();
    pieces.add(new byte[] {(byte) 0xef, (byte) 0xbb});
    pieces.add(new byte[] {(byte) 0xbf});
    for (Answer.Step step : plain.body()) pieces.add(((Answer.Step.Send) step).bytes());
    fleet.first.answer(Answer.sse(pieces));

    Client.Got got = fleet.client.ask(Dialects.GEMINI, "m", true);

    assertThat(got.body()).hasSize(plain.length() + 3);
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("input_tokens", (long) Dialects.INPUT)
        .containsEntry("estimated", false);
  }

  @Test
  void ignoresAStreamFieldWhereNothingIsStreamed() throws Exception {
    fleet.first.answer(
        Answer.json(
            200,
            "{\"object\":\"list\",\"data\":[],\"model\":\"m\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}"));

    Client.Got got =
        fleet.client.post("/v1/embeddings", "{\"model\":\"m\",\"input\":\"x\",\"stream\":true}");

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.header("x-serai-attempts")).isEqualTo("1");
  }

  @Test
  void keepsAccountNamesOfTheProviderOutOfItsErrors() throws Exception {
    Answer limited =
        Dialects.OPENAI_CHAT.error(
            429, "Rate limit reached for m in organization org-a1B2c3D4e5F6g7H8 on tokens");
    fleet.first.otherwise(limited);
    fleet.second.otherwise(limited);

    Client.Got got = fleet.client.ask(Dialects.OPENAI_CHAT, "m", false);

    assertThat(got.status()).isEqualTo(429);
    assertThat(got.text()).contains("Rate limit reached").doesNotContain("a1B2c3D4");
  }
}
