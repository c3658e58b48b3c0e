package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  @Option(names = "-f", paramLabel = "<file>", required = true, description = "- = standard input")
  String file = "";

  @Option(names = "--dry-run", description = "Check and tell what would change")
  boolean dryRun;

  @Override
  public Integer call() {
    String yaml = file.equals("-") ? terminal().input() : JsonFile.text(Path.of(file));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("yaml", yaml);
    body.put("file", file.equals("-") ? "standard input" : file);
    body.put("env", mentioned(yaml, "env", name -> env().get(name)));
    body.put("files", mentioned(yaml, "file", this::secretFile));
    JsonObject answer = api().post("/api/config" + (dryRun ? "?dry-run=true" : ""), body);
    if (json) printJson(answer);
    else print(answer);
    return ExitCode.DONE;
  }

  /** The gateway has not our environment: what the text refers to travels with it, no more. */
  private static Map<String, String> mentioned(
      String yaml, String kind, Function<String, @Nullable String> lookup) {
    Map<String, String> values = new LinkedHashMap<>();
    yaml.lines()
        .filter(line -> !line.stripLeading().startsWith("#"))
        .flatMap(line -> REFERENCE.matcher(line).results())
        .filter(reference -> reference.group(1).equals(kind))
        .map(reference -> reference.group(2).strip())
        .forEach(
            name -> {
              @Nullable String value = lookup.apply(name);
              if (value != null) values.put(name, value);
            });
    return values;
  }

  /** Relative to the YAML file; one that is missing is for the gateway to report, with its line. */
  private @Nullable String secretFile(String name) {
    try {
      return Files.readString(Path.of(file).resolveSibling(name));
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }

  private void print(JsonObject answer) {
    int changes = 0;
    for (Object each : answer.getArray("kinds", new JsonArray())) {
      JsonObject kind = (JsonObject) each;
      for (String what : List.of("created", "updated", "removed")) {
        JsonArray names = kind.getArray(what, new JsonArray());
        changes += names.size();
        if (names.isEmpty()) continue;
        String list = names.stream().map(String::valueOf).collect(Collectors.joining(", "));
        terminal().note("  " + what + " " + kind.getString("kind") + ": " + list);
      }
    }
    for (Object made : answer.getArray("keys", new JsonArray())) {
      JsonObject issued = (JsonObject) made;
      String name = Keys.text(issued.getObject("key", new JsonObject()), "name");
      terminal().data(name + "\t" + issued.getString("secret"));
    }
    String what =
        changes == 0 ? "nothing to change" : changes == 1 ? "1 change" : changes + " changes";
    terminal().done((dryRun ? "checked " : "applied ") + file + ": " + what);
  }
}
