package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Secret;
import dev.serai.secrets.Pepper;
import dev.serai.testing.AdminServer;
import dev.serai.testing.AdminServer.Reply;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysApiTest {
  @TempDir static Path secrets;
  private static TestDatabase database;
  private static AdminServer server;

  @BeforeAll
  static void start() {
    database = TestDatabase.migrated();
    server = AdminServer.on(database, secrets);
  }

  @AfterAll
  static void stop() {
    server.close();
    database.close();
  }

  @Test
  void aCreatedKeyShowsItsSecretOnceAndWorks() {
    Reply created = create("once", "\"requestsPerMinute\": 5, \"metadata\": {\"team\": \"core\"}");

    String secret = created.body().at("/secret").textValue();
    assertThat(created.status()).isEqualTo(201);
    assertThat(secret).matches("vk-lw-[0-9A-HJKMNP-TV-Z]{26}");
    assertThat(keyName(secret)).isEqualTo("once");
    Reply read = server.get("/api/keys/" + id(created));
    assertThat(read.body()).isEqualTo(created.body().at("/key"));
    assertThat(read.raw().body()).doesNotContain(secret).doesNotContain("hash");
    assertThat(read.body().at("/metadata/team").textValue()).isEqualTo("core");
    assertThat(read.body().at("/status").textValue()).isEqualTo("active");
  }

  @Test
  void aGivenSecretIsTaken() {
    String given = KeyShape.generate().reveal();

    Reply created = create("given", "\"secret\": \"" + given + "\"");

    assertThat(created.body().at("/secret").textValue()).isEqualTo(given);
    assertThat(keyName(given)).isEqualTo("given");
  }

  @Test
  void listsKeysInPages() {
    for (int i = 0; i < 3; i++) create("page " + i, "");

    Reply first = server.get("/api/keys?limit=2&project=default");
    Reply second = server.get("/api/keys?limit=2&after=" + first.body().at("/next").textValue());

    assertThat(first.body().at("/items")).hasSize(2);
    Set<String> ids = ids(first);
    assertThat(ids(second)).isNotEmpty().doesNotContainAnyElementsOf(ids);
    assertThat(first.raw().body()).doesNotContain("\"secret\"");
  }

  @Test
  void findsAKeyByProjectAndName() {
    String id = id(create("by name", ""));

    assertThat(ids(server.get("/api/keys?project=default&name=by%20name"))).containsExactly(id);
  }

  @Test
  void answersAreNotKeptByCaches() {
    assertThat(create("uncached", "").header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void disablesEnablesAndRevokes() {
    Reply created = create("switched", "");
    String path = "/api/keys/" + id(created);

    assertThat(server.post(path + "/disable", "").body().at("/status").textValue())
        .isEqualTo("disabled");
    assertThat(server.post(path + "/enable", "").body().at("/status").textValue())
        .isEqualTo("active");
    assertThat(server.post(path + "/revoke", "").body().at("/status").textValue())
        .isEqualTo("revoked");
    Reply again = server.post(path + "/enable", "");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().at("/code").textValue()).isEqualTo("key_revoked");
  }

  @Test
  void rotatesWithAGrace() {
    Reply created = create("rotated", "");

    Reply rotated = server.post("/api/keys/" + id(created) + "/rotate", "{\"grace\": \"PT1H\"}");

    assertThat(rotated.status()).isEqualTo(200);
    assertThat(keyName(rotated.body().at("/secret").textValue())).isEqualTo("rotated");
    assertThat(keyName(created.body().at("/secret").textValue())).isEqualTo("rotated");
    assertThat(rotated.body().at("/key/previousSecretUntil").isTextual()).isTrue();
  }

  @Test
  void rotatesWithoutABody() {
    Reply created = create("rotated plainly", "");

    assertThat(server.post("/api/keys/" + id(created) + "/rotate", "").status()).isEqualTo(200);
  }

  @Test
  void changesAKeyAndTakesItsExpiryAway() {
    Reply created = create("changed", "\"expiresAt\": \"2050-01-01T00:00:00Z\"");
    String path = "/api/keys/" + id(created);

    Reply changed = server.patch(path, "{\"requestsPerMinute\": 7}");
    assertThat(changed.body().at("/requestsPerMinute").intValue()).isEqualTo(7);
    assertThat(changed.body().at("/expiresAt").textValue()).isEqualTo("2050-01-01T00:00:00Z");

    assertThat(server.patch(path, "{\"expiresAt\": null}").body().at("/expiresAt").isNull())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                             | name              | letters
          {"name": ""}                                   | name              | letters
          {"name": "a", "nmae": "b"}                     | nmae              | one of
          {"name": "a", "project": "nowhere"}            | project           | one of default
          {"name": "a", "requestsPerMinute": -1}         | requestsPerMinute | 0 for no cap
          {"name": "a", "requestsPerMinute": "many"}     | requestsPerMinute | a whole number
          {"name": "a", "expiresAt": "tomorrow"}         | expiresAt         | a time such as
          {"name": "a", "expiresAt": "2001-01-01T00:00:00Z"} | expiresAt     | in the future
          {"name": "a", "metadata": {"k": null}}         | metadata.k        | a text
          {"name": "a", "metadata": []}                  | metadata          | an object of texts
          {"name": "a", "secret": "sk-CANARY"}           | secret            | vk-lw- and 26
          """)
  void namesTheFieldThatIsWrongAndWhatWasExpected(String body, String field, String expected) {
    Reply refused = server.post("/api/keys", body);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    assertThat(refused.body().at("/errors/0/field").textValue()).isEqualTo(field);
    assertThat(refused.body().at("/errors/0/expected").textValue()).contains(expected);
    assertThat(refused.raw().body()).doesNotContain("CANARY");
  }

  @Test
  void refusesAWrongQuery() {
    assertThat(server.get("/api/keys?limit=0").body().at("/errors/0/field").textValue())
        .isEqualTo("limit");
    assertThat(server.get("/api/keys?limit=x").body().at("/errors/0/expected").textValue())
        .isEqualTo("a whole number");
    assertThat(server.get("/api/keys?status=dead").body().at("/errors/0/field").textValue())
        .isEqualTo("status");
  }

  @Test
  void refusesATakenName() {
    create("taken", "");

    Reply refused = create("taken", "");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().at("/code").textValue()).isEqualTo("name_taken");
  }

  @Test
  void answersARepeatedCreateAsTheFirstTime() {
    Reply first = server.post("/api/keys", "{\"name\": \"again\"}", "Idempotency-Key", "k-1");
    Reply second = server.post("/api/keys", "{\"name\": \"again\"}", "Idempotency-Key", "k-1");

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("X-Idempotent-Replay")).isEmpty();
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.header("X-Idempotent-Replay")).isEqualTo("true");
    assertThat(second.raw().body()).isEqualTo(first.raw().body());
  }

  @Test
  void answersARepeatedRotationAsTheFirstTime() {
    String path = "/api/keys/" + id(create("rotated once", "")) + "/rotate";

    Reply first = server.post(path, "{}", "Idempotency-Key", "k-7");
    Reply second = server.post(path, "{}", "Idempotency-Key", "k-7");

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.header("X-Idempotent-Replay")).isEqualTo("true");
    assertThat(second.raw().body()).isEqualTo(first.raw().body());
  }

  @Test
  void refusesAnotherBodyUnderTheSameIdempotencyKey() {
    server.post("/api/keys", "{\"name\": \"one body\"}", "Idempotency-Key", "k-2");

    Reply refused = server.post("/api/keys", "{\"name\": \"another\"}", "Idempotency-Key", "k-2");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body().at("/code").textValue()).isEqualTo("idempotency_key_reused");
  }

  @Test
  void aFailedCreateMayBeTriedAgainUnderTheSameIdempotencyKey() {
    create("in the way", "");
    String body = "{\"name\": \"in the way\"}";
    assertThat(server.post("/api/keys", body, "Idempotency-Key", "k-3").status()).isEqualTo(409);
    database
        .jdbc()
        .sql("update virtual_keys set status = 'revoked' where name = 'in the way'")
        .update();

    assertThat(server.post("/api/keys", body, "Idempotency-Key", "k-3").status()).isEqualTo(201);
  }

  @Test
  void aDayLaterTheIdempotencyKeyIsForgotten() {
    server.post("/api/keys", "{\"name\": \"yesterday\"}", "Idempotency-Key", "k-4");
    database
        .jdbc()
        .sql("update idempotent_answers set created_at = created_at - interval '25 hours'")
        .update();

    Reply today = server.post("/api/keys", "{\"name\": \"today\"}", "Idempotency-Key", "k-4");

    assertThat(today.status()).isEqualTo(201);
    assertThat(today.body().at("/key/name").textValue()).isEqualTo("today");
  }

  @Test
  void manyCreatesAtOnceUnderOneIdempotencyKeyMakeOneKey() throws Exception {
    List<Callable<Reply>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++)
      tasks.add(() -> server.post("/api/keys", "{\"name\": \"raced\"}", "Idempotency-Key", "k-5"));

    Set<String> secretsSeen;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> replies = threads.invokeAll(tasks);
      secretsSeen =
          replies.stream()
              .map(Future::resultNow)
              .map(reply -> reply.body().at("/secret").textValue())
              .collect(Collectors.toSet());
    }

    assertThat(secretsSeen).hasSize(1).doesNotContainNull();
  }

  @Test
  void storedAnswersShowNoSecret() {
    Reply created = server.post("/api/keys", "{\"name\": \"sealed\"}", "Idempotency-Key", "k-6");
    String secret = created.body().at("/secret").textValue();

    List<String> rows =
        database
            .jdbc()
            .sql("select encode(answer, 'escape') from idempotent_answers")
            .query(String.class)
            .list();

    assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(secret.substring(6)));
  }

  private static Reply create(String name, String more) {
    String body = "{\"name\": \"" + name + "\"" + (more.isEmpty() ? "" : ", " + more) + "}";
    return server.post("/api/keys", body);
  }

  private static String id(Reply created) {
    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    return created.body().at("/key/id").textValue();
  }

  private static Set<String> ids(Reply page) {
    Set<String> ids = new HashSet<>();
    page.body().at("/items").forEach(key -> ids.add(key.at("/id").textValue()));
    return ids;
  }

  private static String keyName(String secret) {
    Secret key = Secret.of(secret);
    return KeysFixture.authenticate(
            server.bean(Keys.class), server.bean(Pepper.class).hash(key.reveal()))
        .caller()
        .keyName();
  }
}
