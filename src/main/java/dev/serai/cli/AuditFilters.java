package dev.serai.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Which rows of the audit log. */
final class AuditFilters {
  @Option(names = "--actor", paramLabel = "<name>", description = "Who did it, name or id")
  String actor = "";

  @Option(
      names = "--action",
      paramLabel = "<action>",
      description = "Such as key.revoke, or 'key.*'")
  String action = "";

  @Option(names = "--resource", paramLabel = "<kind>", description = "Kind of thing, such as key")
  String resource = "";

  @Option(names = "--id", paramLabel = "<id>", description = "Id of the thing")
  String id = "";

  @Option(names = "--outcome", paramLabel = "{done | refused}")
  String outcome = "";

  @Option(
      names = "--surface",
      paramLabel = "<where>",
      description = "api, cli, gateway, keycloak, file or system")
  String surface = "";

  @Option(names = "--last", paramLabel = "<24h>", description = "How far back: 90m, 24h, 7d")
  String last = "";

  @Option(
      names = "--from",
      paramLabel = "<time>",
      description = "2030-01-31, or with a time in UTC")
  String from = "";

  @Option(names = "--to", paramLabel = "<time>", description = "Up to then, not including it")
  String to = "";

  @Option(names = "--text", paramLabel = "<text>", description = "Text anywhere in the row")
  String text = "";

  /** As the API's query has it. */
  Map<String, String> query(Instant now) {
    if (!last.isEmpty() && !from.isEmpty())
      throw Failure.usage("--last and --from say the same", "give one of them");
    Map<String, String> query = new TreeMap<>();
    query.put("actor", actor);
    query.put("action", action);
    query.put("resource", resource);
    query.put("resourceId", id);
    query.put("outcome", outcome);
    query.put("surface", surface);
    query.put("from", last.isEmpty() ? time(from) : now.minus(Expiry.span(last)).toString());
    query.put("to", time(to));
    query.put("q", text);
    query.values().removeIf(String::isEmpty);
    return query;
  }

  private static String time(String given) {
    try {
      return given.length() == 10
          ? LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant().toString()
          : given;
    } catch (DateTimeParseException e) {
      throw Failure.usage(
          "\"" + given + "\" is not a time", "expected: 2030-01-31 or 2030-01-31T12:00:00Z");
    }
  }
}
