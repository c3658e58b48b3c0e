package dev.serai.audit;

import dev.serai.admin.Masked;
import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows, as it was asked. What is left out or empty does not narrow.
 *
 * @param q letters that stand anywhere in the row's texts and JSON, in either case
 */
record AuditFilter(
    @Parameter(description = "id or name of who did it") @Nullable String actor,
    @Parameter(description = "such as key.revoke; key.* for all of a kind") @Nullable String action,
    @Parameter(description = "kind of thing, such as key") @Nullable String resource,
    @Parameter(description = "id of the thing") @Nullable String resourceId,
    @Parameter(description = "done or refused") @Nullable String outcome,
    @Parameter(description = "api, cli, gateway, keycloak, file or system")
        @Nullable String surface,
    @Parameter(description = "inclusive, such as 2030-01-31T12:00:00Z") @Nullable String from,
    @Parameter(description = "exclusive") @Nullable String to,
    @Parameter(description = "text anywhere in the row") @Nullable String q) {

  private static final String TEXTS =
      """
      concat_ws(' ', actor_id, actor_name, address, action, resource, resource_id, details::text,
        before::text, after::text)
      """;

  /** SQL that follows {@code where organization_id = …}, and the values of its parameters. */
  record Clause(String sql, Map<String, Object> values) {}

  /**
   * @throws Problem when it makes no sense
   */
  Clause clause() {
    StringBuilder sql = new StringBuilder();
    Map<String, Object> values = new LinkedHashMap<>();
    given()
        .forEach(
            (name, value) -> {
              sql.append(" and ").append(condition(name, value));
              values.put(name, value(name, value));
            });
    return new Clause(sql.toString(), values);
  }

  /** What narrows, in the words of the query. */
  Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "actor", actor);
    put(given, "action", action);
    put(given, "resource", resource);
    put(given, "resourceId", resourceId);
    put(given, "outcome", outcome);
    put(given, "surface", surface);
    put(given, "from", from);
    put(given, "to", to);
    put(given, "q", q);
    return given;
  }

  /** {@link #given} as it may be written down. */
  Map<String, String> told() {
    Map<String, String> told = given();
    told.replaceAll((_, value) -> Masked.text(value));
    return told;
  }

  private static void put(Map<String, String> given, String name, @Nullable String value) {
    if (value == null || value.isBlank()) return;
    // PostgreSQL takes none, and no row has one
    if (value.indexOf('\0') >= 0) throw Problem.invalid(name, "a text without zero characters");
    given.put(name, value.strip());
  }

  private static String condition(String name, String value) {
    return switch (name) {
      case "actor" -> "(actor_id = :actor or actor_name = :actor)";
      case "action" -> value.endsWith("*") ? "starts_with(action, :action)" : "action = :action";
      case "resource" -> "resource = :resource";
      case "resourceId" -> "resource_id = :resourceId";
      case "outcome" -> "outcome = :outcome";
      case "surface" -> "surface = :surface";
      case "from" -> "at >= :from";
      case "to" -> "at < :to";
      case "q" -> "position(lower(:q) in lower(" + TEXTS + ")) > 0";
      default -> throw new IllegalStateException(name);
    };
  }

  private static Object value(String name, String value) {
    return switch (name) {
      case "action" -> value.endsWith("*") ? value.substring(0, value.length() - 1) : value;
      case "outcome" -> {
        if (!Set.of("done", "refused").contains(value))
          throw Problem.invalid(name, "done or refused");
        yield value;
      }
      case "from", "to" -> time(name, value);
      default -> value;
    };
  }

  private static OffsetDateTime time(String name, String value) {
    try {
      return Instant.parse(value).atOffset(ZoneOffset.UTC);
    } catch (DateTimeParseException _) {
      throw Problem.invalid(name, "a time such as 2030-01-31T12:00:00Z");
    }
  }
}
