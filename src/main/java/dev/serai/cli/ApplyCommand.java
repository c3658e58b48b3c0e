package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "apply",
    description = "Apply a serai.yaml to the running gateway; doing it twice changes nothing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai apply -f serai.yaml --dry-run",
      "  serai apply -f serai.yaml"
    })
final class ApplyCommand extends AdminCommand {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)");

  @Option(names = "-f", paramLabel = "<file>", required = true, description = "- = standard input")
  String file = "";

  @Option(names = "--dry-run", description = "Check and tell what would change")
  boolean dryRun;

  @Override
  public Integer call() {
    String yaml = file.equals("-") ? terminal().input() : read(Path.of(file));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("yaml", yaml);
    body.put("file", file.equals("-") ? "standard input" : file);
    body.put("env", mentioned(yaml));
    JsonObject answer = api().post("/api/config" + (dryRun ? "?dry-run=true" : ""), body);
    if (json) printJson(answer);
    else print(answer);
    return ExitCode.DONE;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Failure.usage(
          "cannot read " + file,
          Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no such file");
    }
  }

  /** The gateway has not our environment: the values that the text names travel with it. */
  private Map<String, String> mentioned(String yaml) {
    Map<String, String> values = new LinkedHashMap<>();
    yaml.lines()
        .filter(line -> !line.stripLeading().startsWith("#"))
        .forEach(
            line -> {
              Matcher variable = VARIABLE.matcher(line);
              while (variable.find()) {
                String value = env().get(variable.group(1));
                if (value != null) values.put(variable.group(1), value);
              }
            });
    return values;
  }

  private void print(JsonObject answer) {
    JsonArray changes = answer.getArray("changes", new JsonArray());
    changes.forEach(change -> terminal().note("  " + change));
    for (Object made : answer.getArray("keys", new JsonArray())) {
      JsonObject key = (JsonObject) made;
      terminal().data(key.getString("name") + "\t" + key.getString("secret"));
    }
    String what = changes.isEmpty() ? "nothing to change" : changes.size() + " changes";
    terminal().done((dryRun ? "checked " : "applied ") + file + ": " + what);
  }
}
