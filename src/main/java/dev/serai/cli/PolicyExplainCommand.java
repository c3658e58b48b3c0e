package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "explain",
    description = {
      "How a request would be routed, and why: every step, provider, credential and limit.",
      "Nothing is sent and nothing is taken."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai policy explain --key ci --model gpt-5",
      "  serai policy explain --policy strict --model claude-opus-4-5 --dialect anthropic"
    })
final class PolicyExplainCommand extends AdminCommand {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "<name>",
      description = "The model, as a client names it")
  String model = "";

  @Option(names = "--key", paramLabel = "<id-or-name>", description = "As a call with this key")
  String key = "";

  @Option(names = "--policy", paramLabel = "<name>", description = "As a key of this policy")
  String policy = "";

  @Option(names = "--project", paramLabel = "<name>", description = "As a key of this project")
  String project = "";

  @Option(
      names = "--dialect",
      paramLabel = "<dialect>",
      description = "openai-chat (default), openai-responses, anthropic or gemini")
  String dialect = "";

  @Option(names = "--path", paramLabel = "<path>", description = "Instead of it: the client's path")
  String path = "";

  @Option(names = "--stream", description = "As a stream")
  boolean stream;

  @Option(names = "--end-user", paramLabel = "<id>", description = "The end user it is made for")
  String endUser = "";

  @Override
  public Integer call() {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("model", model);
    put(question, "key", key);
    put(question, "policy", policy);
    put(question, "project", project);
    put(question, "dialect", dialect);
    put(question, "path", path);
    put(question, "endUser", endUser);
    if (stream) question.put("stream", true);
    JsonObject answer = api().post("/api/policies/dry-run", question);
    if (json) printJson(answer);
    else print(answer);
    return ExitCode.DONE;
  }

  private static void put(Map<String, Object> question, String field, String value) {
    if (!value.isEmpty()) question.put(field, value);
  }

  private void print(JsonObject answer) {
    for (JsonObject step : Limits.in(answer, "steps")) {
      String mark =
          switch (Keys.text(step, "outcome")) {
            case "passed" -> "ok     ";
            case "refused" -> "REFUSED";
            default -> "-      ";
          };
      String name = Keys.text(step, "step");
      terminal()
          .data(
              Table.safe(
                  "%s  %-20s  %s".formatted(mark, name, Keys.text(step, "says")).stripTrailing()));
    }
    table(answer, "providers", "PROVIDER", "MODEL", "CREDENTIAL", "RESULT", "WHY");
    table(answer, "candidates", "CANDIDATE", "MODEL", "CREDENTIAL", "STATE", "");
    limits(Limits.in(answer, "limits"));
    JsonObject refusal = answer.getObject("refusal");
    if (refusal != null)
      terminal()
          .note(
              "Refused with %d %s."
                  .formatted(refusal.getInt("status", 0), Keys.text(refusal, "code")));
  }

  private void table(JsonObject answer, String field, String... titles) {
    List<JsonObject> rows = Limits.in(answer, field);
    if (rows.isEmpty()) return;
    String state = field.equals("providers") ? "reason" : "state";
    Table table = new Table().text(titles).spare("CREDENTIAL");
    for (JsonObject row : rows)
      table.row(
          List.of(
              Keys.text(row, "provider"),
              Keys.text(row, "model"),
              Keys.text(row, "credential"),
              Keys.text(row, state),
              Keys.text(row, "says")));
    gap();
    table.print(terminal());
  }

  private void limits(List<JsonObject> limits) {
    if (limits.isEmpty()) return;
    Table table =
        new Table()
            .text("LIMIT", "SCOPE", "TARGET", "MEASURE", "WINDOW")
            .numbers("CAP", "LEFT", "NEEDS")
            .text("RESULT")
            .spare("LIMIT", "TARGET");
    for (JsonObject limit : limits)
      table.row(
          List.of(
              Keys.text(limit, "id"),
              Keys.text(limit, "scope"),
              Keys.text(limit, "target"),
              Keys.text(limit, "measure"),
              Keys.text(limit, "window"),
              Keys.text(limit, "cap"),
              Keys.text(limit, "left"),
              Keys.text(limit, "needs"),
              Keys.text(limit, "outcome")));
    gap();
    table.print(terminal());
  }

  /** Between tables, for people. */
  private void gap() {
    if (terminal().showsTables()) terminal().data("");
  }
}
