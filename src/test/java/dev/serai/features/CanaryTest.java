package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serai.admin.AdminTokens;
import dev.serai.call.Secret;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sends marked secrets and prompts through everything, well and badly, and looks for them in
 * everything that comes out.
 */
class CanaryTest {
  private static final String PROMPT = "canary-prompt-7f3a";
  private static final String COOKIE = "canary-cookie-1c2d";

  @Test
  void findsNoSecretAndNoPromptInAnyOutput() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    log.start();
    root.addAppender(log);
    try (Fleet fleet = new Fleet("")) {
      root.setLevel(Level.INFO);
      Secret token = fleet.gateway.bean(AdminTokens.class).reset(AdminTokens.FIRST);
      List<String> seen = new ArrayList<>();
      for (Dialects dialect : Dialects.values()) traffic(fleet, dialect, seen);
      admin(fleet, token, seen);
      List<String> canaries =
          List.of(
              GatewayUnderTest.KEY,
              Fleet.MAIN,
              Fleet.SPARE,
              Fleet.OTHER,
              COOKIE,
              PROMPT,
              token.reveal());
      for (ILoggingEvent event : log.list)
        seen.add(
            event.getFormattedMessage() + event.getKeyValuePairs() + event.getThrowableProxy());
      seen.addAll(tables(fleet.gateway));
      seen.addAll(files(fleet.gateway));

      assertThat(seen).hasSizeGreaterThan(20);
      for (String canary : canaries)
        assertThat(seen).noneMatch(text -> text.contains(canary), canary.substring(0, 8) + "…");
    } finally {
      root.setLevel(before);
      root.detachAppender(log);
    }
  }

  /**
   * Served, streamed, refused, broken, misconfigured and unreadable calls, with the key in every
   * place.
   */
  private static void traffic(Fleet fleet, Dialects dialect, List<String> seen) throws Exception {
    String path = dialect.path("m", false);
    String body = dialect.request("m", PROMPT, false);
    String keyed = path + (path.contains("?") ? "&" : "?") + "key=" + GatewayUnderTest.KEY;
    fleet.first.answer(
        dialect.reply("m", "ok"),
        dialect.error(401, "bad key " + Fleet.MAIN),
        dialect.error(401, "no"),
        dialect.error(500, "x"),
        Answer.reset());
    fleet.second.otherwise(dialect.error(500, "down"));
    headersOf(fleet.client.post(keyed, body, "cookie", COOKIE), seen);
    for (int i = 0; i < 4; i++) headersOf(fleet.client.post(keyed, body, "cookie", COOKIE), seen);
    Client wrong = fleet.client.withKey("vk-lw-0000000000000000000000000X");
    seen.add(wrong.post(keyed.replace("m:", "nope:"), body.replace("\"m\"", "\"nope\"")).text());
    seen.add(fleet.client.post(keyed, "{\"model\":\"" + PROMPT).text());
    seen.add(fleet.client.post("/v1/nothing?key=" + GatewayUnderTest.KEY, body).text());
  }

  private static void headersOf(Client.Got got, List<String> seen) {
    seen.add(got.response().headers().map().toString());
  }

  private static void admin(Fleet fleet, Secret token, List<String> seen) throws Exception {
    Client admin = new Client(fleet.gateway.adminUrl(), token.reveal());
    for (String path :
        List.of(
            "/api/keys",
            "/api/usage",
            "/api/usage/records",
            "/metrics",
            "/readyz",
            "/api/openapi.json")) {
      Client.Got got = admin.get(path);
      assertThat(got.status()).as(path).isEqualTo(200);
      seen.add(got.text());
    }
    for (String secret : List.of(GatewayUnderTest.KEY, token.reveal(), Fleet.MAIN)) {
      assertThat(admin.get("/api/keys/" + secret).status()).isEqualTo(404);
      for (String path : List.of("/api/audit", "/api/audit/export"))
        assertThat(admin.get(path + "?q=" + secret).status()).isEqualTo(200);
    }
    seen.add(admin.post("/api/keys", "{\"name\": 7, \"secret\": \"" + GatewayUnderTest.KEY).text());
    seen.add(new Client(fleet.gateway.adminUrl(), Fleet.MAIN).get("/api/keys").text());
  }

  private static List<String> tables(GatewayUnderTest gateway) {
    Records.all(gateway);
    JdbcClient jdbc = gateway.bean(JdbcClient.class);
    List<String> rows = new ArrayList<>();
    for (String table :
        jdbc.sql("select tablename from pg_tables where schemaname = 'public'")
            .query(String.class)
            .list())
      rows.addAll(jdbc.sql("select t::text from \"" + table + "\" t").query(String.class).list());
    return rows;
  }

  private static List<String> files(GatewayUnderTest gateway) throws Exception {
    Path folder =
        Path.of(gateway.bean(Environment.class).getRequiredProperty("serai.journal.folder"));
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList())
        texts.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }
    return texts;
  }
}
