package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.admin.Installation;
import dev.serai.call.EndedCall;
import dev.serai.call.Refusal;
import dev.serai.testing.AdminServer;
import dev.serai.testing.AdminServer.Reply;
import dev.serai.testing.EndedCalls;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageApiTest {
  @TempDir static Path folder;
  private static TestDatabase database;
  private static AdminServer server;

  @BeforeAll
  static void threeCallsEnd() {
    database = TestDatabase.migrated();
    server = AdminServer.on(database, folder);
    EndedCall.Listener recorder = server.bean(UsageRecorder.class);
    recorder.ended(EndedCalls.served());
    recorder.ended(EndedCalls.failed());
    recorder.ended(EndedCalls.refused(Refusal.Reason.KEY_INVALID));
    assertThat(server.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(30))).isTrue();
    String organization = server.bean(Installation.class).organization();
    for (String table : List.of("usage_records", "usage_hours", "usage_days"))
      database
          .jdbc()
          .sql("update " + table + " set organization_id = ? where organization_id = 'org1'")
          .param(organization)
          .update();
  }

  @AfterAll
  static void stop() {
    server.close();
    database.close();
  }

  @Test
  void sumsUpTheLastDayByModelWhenNothingElseIsAsked() {
    Reply reply = server.get("/api/usage");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().path("by").asText()).isEqualTo("model");
    JsonNode row = reply.body().path("rows").path(0);
    assertThat(row.path("name").asText()).isEqualTo("gpt-5");
    assertThat(row.path("inputTokens").asLong()).isEqualTo(100);
    assertThat(row.path("cacheReadTokens").asLong()).isEqualTo(40);
    assertThat(row.path("cacheWriteTokens").asLong()).isEqualTo(10);
    assertThat(row.path("outputTokens").asLong()).isEqualTo(70);
    JsonNode total = reply.body().path("total");
    assertThat(total.path("requests").asLong()).isEqualTo(3);
    assertThat(total.path("refused").asLong()).isEqualTo(1);
    assertThat(total.path("failed").asLong()).isEqualTo(1);
    assertThat(total.path("costUsd").asText()).isEqualTo("0.001234567");
  }

  @Test
  void takesARangeInPlaceOfASpan() {
    Reply none = server.get("/api/usage?from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z&by=key");
    Reply all = server.get("/api/usage?from=2001-01-01T00:00:00Z&by=key");

    assertThat(none.body().path("total").path("requests").asLong()).isZero();
    assertThat(none.body().path("rows").isEmpty()).isTrue();
    assertThat(all.body().path("total").path("requests").asLong()).isEqualTo(3);
  }

  @Test
  void saysWhichWholeHoursItSummedUp() {
    JsonNode body = server.get("/api/usage?last=30m&by=tool&interval=hour&team=team1").body();

    Instant from = Instant.parse(body.path("from").asText());
    assertThat(from).isEqualTo(from.truncatedTo(ChronoUnit.HOURS));
    assertThat(body.path("by").asText()).isEqualTo("tool");
    assertThat(body.path("rows").path(0).path("name").asText()).isEqualTo("codex");
    assertThat(body.path("total").path("requests").asLong()).isEqualTo(2);
    assertThat(body.path("series").path(0).path("requests").asLong()).isPositive();
  }

  @Test
  void listsRecordsPageByPage() {
    JsonNode first = server.get("/api/usage/records?limit=2").body();
    JsonNode second =
        server.get("/api/usage/records?limit=2&after=" + first.path("next").asText()).body();

    assertThat(first.path("items")).hasSize(2);
    assertThat(second.path("items")).hasSize(1);
    assertThat(second.path("next").asText()).isEmpty();
  }

  @Test
  void aRecordTellsWhatHappened() {
    JsonNode records = server.get("/api/usage/records?outcome=served&key=key1").body();

    JsonNode record = records.path("items").path(0);
    assertThat(record.path("attempts")).hasSize(2);
    assertThat(record.path("attempts").path(0).path("failure").asText()).isEqualTo("status");
    assertThat(record.path("usage").path("cacheWrite1h").asLong()).isEqualTo(3);
    assertThat(record.path("clientTool").asText()).isEqualTo("codex");
    assertThat(record.path("costUsd").asText()).isEqualTo("0.001234567");
    assertThat(records.toString()).doesNotContain(EndedCalls.SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/usage?last=yesterday, last",
    "/api/usage?last=99999d, last",
    "/api/usage?last=1h&from=2001-01-01T00:00:00Z, last",
    "/api/usage?by=colour, by",
    "/api/usage?from=tomorrow, from",
    "/api/usage?from=-999999999-01-01T00:00:00Z, from",
    "/api/usage?from=2001-01-02T00:00:00Z&to=2001-01-01T00:00:00Z, from",
    "/api/usage?interval=minute, interval",
    "/api/usage?last=61d&interval=hour, interval",
    "/api/usage?from=2001-01-02T00:00:00Z&interval=day, interval",
    "/api/usage?from=2001-01-02T00:00:00Z&to=2001-01-03T00:00:00Z&interval=hour, interval",
    "/api/usage/records?limit=0, limit",
    "/api/usage/records?limit=many, limit",
    "/api/usage/records?outcome=lost, outcome",
    "/api/usage/records?after=1-2-'%00', after",
    "/api/usage/records?after=abc, after",
    "/api/usage/records?after=99999999999999999999-1, after"
  })
  void refusesWhatItDoesNotUnderstandAndSaysWhatItExpects(String path, String field) {
    Reply reply = server.get(path);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.header("content-type")).startsWith("application/problem+json");
    assertThat(reply.body().path("errors").path(0).path("field").asText()).isEqualTo(field);
    assertThat(reply.body().path("errors").path(0).path("expected").asText()).isNotEmpty();
  }

  @Test
  void textThatNoRecordCanHoldFindsNothing() {
    Reply reply = server.get("/api/usage/records?model=a%00b&key=%00");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().path("items").isEmpty()).isTrue();
  }

  @Test
  void wantsTheAdminToken() {
    assertThat(server.send(server.request("/api/usage")).status()).isEqualTo(401);
  }
}
