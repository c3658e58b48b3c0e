package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.serai.cli.launch.Launch;
import dev.serai.cli.launch.LaunchFailure;
import dev.serai.cli.launch.Plan;
import dev.serai.cli.launch.Tool;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A command that has a tool call through the gateway. */
abstract class Launching extends AddressedCommand {
  @Option(
      names = "--url",
      paramLabel = "<url>",
      description = "Gateway (SERAI_URL; default: what the sign-in says)")
  @Nullable String url;

  @ArgGroup SignInOptions how = new SignInOptions();

  final Entrance entrance() {
    Settings.Flags flags = new Settings.Flags(adminUrl, null, url, null);
    return Entrance.of(flags, how.way(), env(), terminal());
  }

  final Launch launch(Entrance entrance) {
    return new Launch(
        entrance.sessions(), entrance::gate, env(), Path.of("").toAbsolutePath(), terminal()::note);
  }

  /** What a launch adds to the options of every session. */
  static final class Extras {
    @Option(names = "--model", paramLabel = "<name>", description = "Default: the tool's own")
    String model = "";

    @Option(
        names = "--keep-env",
        paramLabel = "<name>",
        description = "A variable that would be removed, but is needed; repeatable")
    List<String> keep = List.of();

    @Option(names = "--print-config", description = "Show what would be injected, start nothing")
    boolean printConfig;

    @Option(
        names = "--quiet-telemetry",
        description = "Turn off the tool's telemetry and updates too")
    boolean quiet;
  }

  final int launch(Tool tool, SessionOptions session, Extras extras, List<String> arguments) {
    Set<String> keep = new LinkedHashSet<>(extras.keep);
    Launch.Options options =
        new Launch.Options(
            tool, session.asked(tool.name()), extras.model, extras.quiet, keep, arguments);
    if (extras.printConfig) {
      print(tool, Launch.shown(options, env(), Path.of("").toAbsolutePath()));
      return ExitCode.DONE;
    }
    Launch.installed(tool, env());
    try (Entrance entrance = entrance()) {
      return launch(entrance).run(options);
    }
  }

  static Failure failure(LaunchFailure failure) {
    return Failure.coded(
        failure.exitCode(),
        String.valueOf(failure.getMessage()),
        failure.details().toArray(String[]::new));
  }

  private void print(Tool tool, Plan plan) {
    if (json) printJson(record(tool, plan));
    else {
      terminal().data("# " + tool.facts().title() + " (" + tool.facts().binary() + ")");
      new TreeMap<>(plan.env())
          .forEach((name, value) -> terminal().data("set     " + name + "=" + value));
      plan.removed().forEach(name -> terminal().data("remove  " + name));
      plan.files().forEach(this::print);
      plan.links().forEach((name, target) -> terminal().data("link    " + name + " -> " + target));
      terminal()
          .data("run     " + tool.facts().binary() + " " + String.join(" ", plan.allArguments()));
    }
    plan.found().forEach(found -> terminal().note(found.line()));
  }

  private void print(String name, String content) {
    terminal().data("file    " + name);
    content.lines().forEach(line -> terminal().data("        " + line));
  }

  private static JsonObject record(Tool tool, Plan plan) {
    JsonObject json = new JsonObject();
    json.put("tool", tool.name());
    json.put("env", new JsonObject(new TreeMap<>(plan.env())));
    json.put("removed", JsonArray.from(plan.removed().toArray()));
    json.put("files", new JsonObject(plan.files()));
    Map<String, String> links = new TreeMap<>();
    plan.links().forEach((name, target) -> links.put(name, target.toString()));
    json.put("links", new JsonObject(links));
    json.put("arguments", JsonArray.from(plan.allArguments().toArray()));
    JsonArray found = new JsonArray();
    plan.found().forEach(each -> found.add(each.line()));
    json.put("found", found);
    return json;
  }
}
