package dev.serai.audit;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Rows as NDJSON: everything that the hash is made of is there, JSON as a text, since the hash is
 * over its letters. docs/operations.md tells how to check it.
 */
final class ExportLines {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final HexFormat HEX = HexFormat.of();

  private final String organization;
  private final JsonGenerator json;
  private boolean any;

  ExportLines(String organization, OutputStream out) throws IOException {
    this.organization = organization;
    this.json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  /** On their way when this returns. */
  void write(List<AuditRows.Linked> rows) throws IOException {
    for (AuditRows.Linked row : rows) write(row);
    json.flush();
  }

  /** Nobody takes an export that broke off for a whole one. */
  void breakOff(String why) throws IOException {
    any = true;
    json.writeStartObject();
    json.writeStringField("error", why);
    json.writeEndObject();
  }

  private void write(AuditRows.Linked linked) throws IOException {
    any = true;
    AuditRow row = linked.row().row();
    json.writeStartObject();
    json.writeStringField("organization", organization);
    json.writeNumberField("number", row.number());
    json.writeStringField("at", MICROS.format(row.at()));
    json.writeStringField("actorKind", row.actorKind());
    json.writeStringField("actorId", row.actorId());
    json.writeStringField("actorName", row.actorName());
    json.writeStringField("surface", row.surface());
    json.writeStringField("address", row.address());
    json.writeStringField("action", row.action());
    json.writeStringField("resource", row.resource());
    json.writeStringField("resourceId", row.resourceId());
    json.writeStringField("outcome", row.outcome());
    json.writeStringField("before", row.before());
    json.writeStringField("after", row.after());
    json.writeStringField("details", row.details());
    json.writeStringField("previousHash", HEX.formatHex(linked.previous()));
    json.writeStringField("hash", HEX.formatHex(linked.row().hash()));
    json.writeEndObject();
  }

  void end() throws IOException {
    if (any) json.writeRaw('\n');
    json.close();
  }
}
