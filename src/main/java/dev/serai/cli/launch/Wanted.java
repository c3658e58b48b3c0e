package dev.serai.cli.launch;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan is made from; nothing is read but the user's own settings files.
 *
 * @param gate where the tool is to call
 * @param bearer what it shows there
 * @param session id, empty = none
 * @param model that the user asked for, empty = the tool's own choice
 * @param models that the gateway lists, maybe none
 * @param quiet whether the tool is to leave its vendor's telemetry and updates alone
 * @param env that the tool would inherit
 * @param folder for files of this launch; it need not be there yet
 * @param project folder that the tool runs in
 * @param arguments of the user for the tool
 */
public record Wanted(
    URI gate,
    String bearer,
    String session,
    String model,
    List<String> models,
    boolean quiet,
    Map<String, String> env,
    Path folder,
    Path project,
    List<String> arguments) {

  /** The gate's address with a path, which starts with a slash. */
  String at(String path) {
    return gate.toString().replaceAll("/+$", "") + path;
  }

  Path home() {
    return Path.of(env.getOrDefault("HOME", env.getOrDefault("USERPROFILE", ".")));
  }

  /** A folder of the tool's that a variable may move. */
  Path folderOf(String variable, String... usual) {
    String moved = env.getOrDefault(variable, "");
    return moved.isBlank() ? home().resolve(String.join("/", usual)) : Path.of(moved);
  }

  /** Whether the user gave one of these options, as {@code --x y} or {@code --x=y}. */
  boolean gives(String... options) {
    return arguments.stream()
        .takeWhile(argument -> !argument.equals("--"))
        .anyMatch(
            argument -> {
              for (String option : options)
                if (argument.equals(option) || argument.startsWith(option + "=")) return true;
              return false;
            });
  }

  /** What was asked for, or the first that the gateway lists. */
  Optional<String> someModel() {
    return model.isEmpty() ? models.stream().findFirst() : Optional.of(model);
  }

  /** For tools that have no model of their own: without one they cannot start. */
  String neededModel(String title) {
    return someModel()
        .orElseThrow(
            () ->
                new LaunchFailure(
                    LaunchFailure.USAGE,
                    title + " needs a model",
                    "the gateway lists none for you, so it has to be named",
                    "try: --model <name>"));
  }
}
