package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.admin.AdminTokens;
import dev.serai.testing.Answer;
import dev.serai.testing.ApiDocument;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.OtlpReceiver;
import dev.serai.testing.TokenIssuer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sends marked secrets, prompts and replies through everything, well and badly, and looks for them
 * in everything that comes out. What a process of its own tells of itself is {@link
 * DiagnosticsCanaryTest}'s.
 */
class CanaryTest {
  private static final String PROMPT = "canary-prompt-7f3a";
  private static final String REPLY = "canary-reply-91be";
  private static final String COOKIE = "canary-cookie-1c2d";
  private static final String DATABASE = "canary-database-44d0";
  private static final String KEYCLOAK = "canary-keycloak-8e21";
  private static final List<String> CREDENTIALS =
      List.of("authorization", "x-api-key", "x-goog-api-key");
  private static final String FAILING =
      """
      - route:
          id: team-fails
          from:
            uri: direct:on-call
            steps:
              - choice:
                  when:
                    - simple: "${header.x-app} == 'fail'"
                      steps:
                        - throwException: { exceptionType: java.lang.IllegalStateException, message: "failed with ${headers} and ${body}" }
      """;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger own = (Logger) LoggerFactory.getLogger("dev.serai");
  private final Canaries canaries = new Canaries();
  private Level before;

  @BeforeEach
  void begin() {
    before = root.getLevel();
    listen();
  }

  /** Whoever starts a gateway may set up the logs anew, and drop who listens. */
  private void listen() {
    log.start();
    if (!root.isAttached(log)) root.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    root.setLevel(before);
    own.setLevel(null);
    root.detachAppender(log);
  }

  @Test
  void findsNoSecretAndNoPromptInAnyOutput() throws Exception {
    try (OtlpReceiver collector = new OtlpReceiver();
        TokenIssuer issuer = TokenIssuer.start();
        Recording recording = recording();
        Fleet fleet = fleet(collector, issuer)) {
      listen();
      root.setLevel(Level.INFO);
      own.setLevel(Level.TRACE);
      String token = fleet.gateway.bean(AdminTokens.class).reset(AdminTokens.FIRST).reveal();
      canaries
          .secret("virtual key", GatewayUnderTest.KEY)
          .secret("provider key", Fleet.MAIN)
          .secret("spare provider key", Fleet.SPARE)
          .secret("other provider key", Fleet.OTHER)
          .secret("cookie", COOKIE)
          .secret("prompt", PROMPT)
          .secret("reply", REPLY)
          .secret("admin token", token)
          .secret("database password", DATABASE)
          .secret("client secret of Keycloak", KEYCLOAK);
      keyFiles(fleet.gateway);
      Client admin = new Client(fleet.gateway.adminUrl(), token);
      Person ada = new Person(fleet.gateway, issuer, "ada");
      ada.open();
      String session = ada.token();
      canaries.secret("access token", session).secret("its signature", session.split("\\.")[2]);
      String apiKey = apiKey(admin);
      for (Dialects dialect : Dialects.values()) {
        traffic(fleet, fleet.client, dialect);
        traffic(fleet, new Client(fleet.gateway.url(), session), dialect);
      }
      misplaced(fleet, List.of(GatewayUnderTest.KEY, session, token, apiKey, Fleet.MAIN));
      admin(fleet, admin, List.of(GatewayUnderTest.KEY, session, token, apiKey, Fleet.MAIN));
      canaries.saw("answers", new Client(fleet.gateway.adminUrl(), session).get("/api/me").text());
      canaries.saw("answers", new Client(fleet.gateway.adminUrl(), apiKey).get("/api/keys").text());
      tables(fleet.gateway);
      files(fleet.gateway);
      process(recording);
      spans(collector);
      for (ILoggingEvent event : List.copyOf(log.list)) canaries.saw("log", line(event));

      canaries.assertNowhere(
          "answers",
          "headers",
          "errors",
          "admin API",
          "audit export",
          "metrics",
          "tables",
          "journal",
          "log",
          "spans",
          "thread dump",
          "flight recording");
    }
  }

  private static Recording recording() throws Exception {
    FlightRecorder.getFlightRecorder().getEventTypes(); // all of the JDK's are known from here on
    Recording recording = new Recording(Configuration.getConfiguration("profile"));
    FlightRecorder.getFlightRecorder()
        .getEventTypes()
        .forEach(type -> recording.enable(type.getName()).withThreshold(Duration.ZERO));
    recording.start();
    return recording;
  }

  private static Fleet fleet(OtlpReceiver collector, TokenIssuer issuer) {
    return new Fleet(
        url -> url,
        "",
        "{}",
        starter ->
            starter
                .routes(Map.of("team.camel.yaml", FAILING))
                .property("serai.otlp.endpoint", collector.url())
                .property("serai.keycloak.url", issuer.url())
                .property("serai.keycloak.client-secret", KEYCLOAK)
                .property("serai.database.password", DATABASE)
                .property("logging.level.dev.serai", "trace"));
  }

  /** Made by the gateway itself when it started. */
  private void keyFiles(GatewayUnderTest gateway) throws IOException {
    Path folder =
        Path.of(gateway.bean(Environment.class).getRequiredProperty("serai.secrets.folder"));
    canaries
        .secret("master key", Files.readString(folder.resolve("master.key")).strip())
        .secret("pepper", Files.readString(folder.resolve("pepper.key")).strip());
  }

  /** The one answer that shows it is none of the outputs; what is kept to repeat it is. */
  private String apiKey(Client admin) throws IOException {
    JsonNode made =
        Person.json(
            admin.post(
                "/api/api-keys",
                "{\"name\": \"ci\", \"permissions\": [\"virtualKeys:view\"]}",
                "Idempotency-Key",
                "once"),
            201);
    String secret = made.path("secret").textValue();
    canaries.secret("API key", secret);
    return secret;
  }

  /**
   * Served, streamed, refused, broken, misconfigured and unreadable calls, with the key in every
   * place.
   */
  private void traffic(Fleet fleet, Client client, Dialects dialect) throws Exception {
    String path = dialect.path("m", false);
    String body = dialect.request("m", PROMPT, false);
    String keyed = path + (path.contains("?") ? "&" : "?") + "key=" + GatewayUnderTest.KEY;
    fleet.reset();
    fleet.first.answer(
        dialect.reply("m", REPLY),
        dialect.error(401, "bad key " + Fleet.MAIN),
        dialect.error(401, "no"),
        dialect.error(500, "x"),
        Answer.reset());
    fleet.second.otherwise(dialect.error(500, "down"));
    for (int i = 0; i < 5; i++) headers(client.post(keyed, body, "cookie", COOKIE));
    fleet.first.otherwise(dialect.streamed("m", REPLY, REPLY));
    headers(client.post(dialect.path("m", true), dialect.request("m", PROMPT, true)));
    fleet.first.otherwise(Answer.json(200, "{\"x\":\"" + REPLY));
    headers(client.post(keyed, body));
    for (var provider : List.of(fleet.first, fleet.second))
      provider.otherwise(
          asked -> {
            String key =
                CREDENTIALS.stream()
                    .flatMap(h -> asked.header(h).stream())
                    .findFirst()
                    .orElseThrow();
            return dialect.error(400, "bad key " + key).header("x-ratelimit-key", key);
          });
    error(client.post(keyed, body));
    error(client.post(keyed, body, "x-app", "fail"));
    error(client.post(keyed, "{\"model\":\"" + PROMPT));
    error(client.post(keyed, "{\"model\":\"m\",\"max_tokens\":1\\}"));
    error(client.post("/v1/nothing?key=" + GatewayUnderTest.KEY, body));
    Client wrong = client.withKey("vk-lw-0000000000000000000000000X");
    error(wrong.post(keyed.replace("m:", "nope:"), body.replace("\"m\"", "\"nope\"")));
  }

  /**
   * Where no secret belongs; somebody will put it there. The answer may say it back to whoever sent
   * it, but it is kept nowhere.
   */
  private void misplaced(Fleet fleet, List<String> secrets) throws Exception {
    fleet.reset();
    fleet.first.otherwise(Dialects.OPENAI_CHAT.reply("m", REPLY));
    String path = "/v1/chat/completions";
    String plain = Dialects.OPENAI_CHAT.request("m", PROMPT, false);
    for (String secret : secrets) {
      fleet.client.post(path, plain.replace("\"m\"", "\"" + secret + "\""));
      fleet.client.post(path, plain.replace("\"m\"", "\"gpt-" + secret + "\""));
      fleet.client.post(path, plain.replaceFirst("\\{", "{\"user\":\"" + secret + "\","));
      fleet.client.post(path, plain, "content-encoding", secret);
      fleet.client.post("/v1beta/models/" + secret + ":generateContent", "{}");
      fleet.client.post("/" + secret, plain);
      for (String header : List.of("user-agent", "originator", "x-app", "traceparent", "accept"))
        headers(fleet.client.post(path, plain, header, secret));
      try (Wire wire = new Wire(fleet.gateway)) {
        wire.send("POST " + path + " HTTP/1.1\r\nhost g\r\nauthorization : " + secret + "\r\n\r\n");
        canaries.saw("headers", wire.read().toString());
      }
    }
  }

  private void headers(Client.Got got) {
    canaries.saw("headers", got.response().headers().map().toString());
  }

  private void error(Client.Got got) {
    headers(got);
    assertThat(got.status()).isGreaterThanOrEqualTo(400);
    canaries.saw("errors", got.text());
  }

  private void admin(Fleet fleet, Client admin, List<String> secrets) throws Exception {
    for (ApiDocument.Operation operation : ApiDocument.of(fleet.gateway))
      if (operation.method().equals("GET") && !operation.ofOneThing()) {
        String where = operation.path().endsWith("/export") ? "audit export" : "admin API";
        canaries.saw(where, admin.get(operation.path()).text());
      }
    for (String path : List.of("/readyz", "/healthz", "/api/openapi.json"))
      canaries.saw("admin API", admin.get(path).text());
    canaries.saw("metrics", admin.get("/metrics").text());
    for (String secret : secrets) {
      assertThat(admin.get("/api/keys/" + secret).status()).isEqualTo(404);
      for (String path : List.of("/api/audit", "/api/audit/export"))
        assertThat(admin.get(path + "?q=" + secret).status()).isEqualTo(200);
      admin.post("/api/teams/" + secret, "{}");
      canaries.saw(
          "errors", admin.post("/api/keys", "{\"name\": 7, \"secret\": \"" + secret).text());
    }
    for (String stranger : List.of(Fleet.MAIN, GatewayUnderTest.KEY))
      canaries.saw(
          "errors", new Client(fleet.gateway.adminUrl(), stranger).get("/api/keys").text());
    canaries.saw("audit export", admin.get("/api/audit/export").text());
  }

  private void tables(GatewayUnderTest gateway) {
    Records.all(gateway);
    JdbcClient jdbc = gateway.bean(JdbcClient.class);
    for (String table :
        jdbc.sql("select tablename from pg_tables where schemaname = 'public'")
            .query(String.class)
            .list())
      jdbc.sql("select t::text from \"" + table + "\" t")
          .query(String.class)
          .list()
          .forEach(row -> canaries.saw("tables", row));
  }

  private void files(GatewayUnderTest gateway) throws Exception {
    Path folder =
        Path.of(gateway.bean(Environment.class).getRequiredProperty("serai.journal.folder"));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList())
        canaries.saw("journal", Files.readAllBytes(file));
    }
  }

  private void process(Recording recording) throws IOException {
    for (var thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true))
      canaries.saw("thread dump", thread.toString());
    Path file = Files.createTempFile("serai", ".jfr");
    try {
      recording.stop();
      recording.dump(file);
      canaries.saw("flight recording", Files.readAllBytes(file));
    } finally {
      Files.delete(file);
    }
  }

  private void spans(OtlpReceiver collector) throws Exception {
    canaries.saw("spans", collector.next().toByteArray());
    collector.requests.forEach(request -> canaries.saw("spans", request.toByteArray()));
  }

  private static String line(ILoggingEvent event) {
    return event.getFormattedMessage()
        + event.getKeyValuePairs()
        + event.getMDCPropertyMap()
        + event.getThreadName()
        + (event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }
}
