package dev.serai.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.testing.AdminCalls.Reply;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class AuditExportTest extends AuditPort {
  @Test
  void everyExportIsWrittenDown() {
    told(2);
    auditor.get("/api/audit/export?action=key.*");
    auditor.get("/api/audit/export");

    List<JsonNode> rows = rowsOf("audit.export");
    assertThat(rows).hasSize(2);
    assertThat(rows.getLast().at("/details/action").textValue()).isEqualTo("key.*");
    assertThat(rows.getLast().at("/details/upTo").textValue()).isEqualTo("2");
  }

  @Test
  void anExportHoldsEveryRowInOrderAndCanBeCheckedByAnybody() throws Exception {
    told(2500);

    Reply export = auditor.get("/api/audit/export");

    assertThat(export.header("Content-Type")).startsWith("application/x-ndjson");
    assertThat(export.header("Content-Disposition"))
        .startsWith("attachment; filename")
        .contains(".ndjson");
    List<JsonNode> rows = lines(export);
    assertThat(rows).hasSize(2500);
    String previous = "0".repeat(64);
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      assertThat(row.at("/number").longValue()).isEqualTo(i + 1L);
      assertThat(row.at("/previousHash").textValue()).isEqualTo(previous);
      assertThat(hash(row)).isEqualTo(row.at("/hash").textValue());
      previous = row.at("/hash").textValue();
    }
    assertThat(rows.getFirst().at("/organization").textValue()).isEqualTo(organization);
    assertThat(JSON.readTree(rows.getFirst().at("/after").textValue()).at("/name").textValue())
        .isEqualTo("new ü\u2028 1");
  }

  @Test
  void theRowsOfANarrowedExportCanBeCheckedOneByOne() throws Exception {
    told(2100);

    List<JsonNode> rows = lines(auditor.get("/api/audit/export?q=reason%20205"));

    assertThat(rows)
        .extracting(row -> row.at("/number").longValue())
        .startsWith(205L, 2050L)
        .endsWith(2059L);
    for (JsonNode row : rows) assertThat(hash(row)).isEqualTo(row.at("/hash").textValue());
  }

  @Test
  void anExportOfNothingIsEmpty() {
    assertThat(auditor.get("/api/audit/export").raw().body()).isEmpty();
  }

  /** More than sockets hold, so that it waits for its reader while the table goes away. */
  @Test
  void anExportThatBreaksOffSaysSoInItsLastLine() throws Exception {
    JdbcClient jdbc = gateway.bean(JdbcClient.class);
    jdbc.sql(
            """
            insert into audit_log (organization_id, number, at, actor_kind, actor_id, actor_name,
              surface, address, action, resource, resource_id, outcome, details, hash)
            select ?, n, now(), 'user', 'u', 'u', 'api', '', 'a.b', '', repeat('x', 30000), 'done',
              '{}', sha256('') from generate_series(1, 1500) n
            """)
        .param(organization)
        .update();
    jdbc.sql("insert into audit_heads values (?, 1500, sha256(''))").param(organization).update();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.adminUrl() + "/api/audit/export"))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer test-user-auditor-" + organization)
            .build();
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      jdbc.sql("alter table audit_log rename to away").update();
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(response.statusCode()).isEqualTo(200);
      List<String> lines = text.lines().toList();
      assertThat(lines).hasSize(1001);
      assertThat(lines.getLast()).startsWith("{\"error\":\"the export broke off");
    } finally {
      jdbc.sql("alter table away rename to audit_log").update();
    }
  }

  private static List<JsonNode> lines(Reply reply) throws JsonProcessingException {
    assertThat(reply.status()).isEqualTo(200);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : reply.raw().body().split("\n")) lines.add(JSON.readTree(line));
    return lines;
  }

  /** As the documentation tells it, and without a line of ours. */
  private static String hash(JsonNode row) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(HexFormat.of().parseHex(row.at("/previousHash").textValue()));
    text(out, row.at("/organization"));
    out.writeLong(row.at("/number").longValue());
    out.writeLong(
        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(row.at("/at").textValue())));
    for (String field :
        ("actorKind actorId actorName surface address action resource resourceId outcome"
                + " before after details")
            .split(" ")) text(out, row.get(field));
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
  }

  private static void text(DataOutputStream out, JsonNode text) throws IOException {
    if (text.isNull()) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.textValue().getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
