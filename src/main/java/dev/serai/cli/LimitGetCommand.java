package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(
    name = "get",
    aliases = "show",
    description = "Show one limit: what it says, and where it stands.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai limit get <id>", "  serai limit get <id> --json"})
final class LimitGetCommand extends LimitChange {
  private static final Set<String> AMOUNTS = Set.of("cap", "spent", "reserved", "left");
  private static final Set<String> TIMES =
      Set.of("since", "createdAt", "updatedAt", "startsAt", "resetsAt");

  @Override
  public Integer call() {
    JsonObject limit = limits().get(id);
    if (json) {
      printJson(limit);
      return ExitCode.DONE;
    }
    Table table = new Table().text("FIELD", "VALUE");
    rows(table, limit, limit, Instant.now());
    table.print(terminal());
    if (Limits.each(limit) && terminal().showsTables())
      terminal().note("Each has a quota of their own: serai limit members " + id);
    return ExitCode.DONE;
  }

  private void rows(Table table, JsonObject part, JsonObject limit, Instant now) {
    part.forEach(
        (field, value) -> {
          if (value instanceof JsonObject nested) rows(table, nested, limit, now);
          else if (!terminal().showsTables() || !text(part, field, limit, now).isEmpty())
            table.row(List.of(field, text(part, field, limit, now)));
        });
  }

  private String text(JsonObject part, String field, JsonObject limit, Instant now) {
    Object value = part.get(field);
    if (value == null) return "";
    if (AMOUNTS.contains(field)) return Limits.amount(part, field, limit).cell(terminal());
    if (value instanceof List<?> list)
      return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String text = String.valueOf(value);
    if (!TIMES.contains(field) || !terminal().showsTables()) return text;
    return text + " (" + terminal().time(text, now) + ")";
  }
}
