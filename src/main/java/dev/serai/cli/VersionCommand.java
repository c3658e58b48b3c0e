package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import picocli.CommandLine.Command;

@Command(
    name = "version",
    description = "The version of this command line, and of its Java.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai version", "  serai version --json"})
final class VersionCommand extends ApiCommand {
  @Override
  public Integer call() {
    String java = System.getProperty("java.version", "");
    String home = System.getProperty("java.home", "");
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("version", Main.Version.text());
      answer.put("java", java);
      answer.put("javaHome", home);
      printJson(answer);
    } else {
      terminal().data("serai " + Main.Version.text() + " (Java " + java + ")");
    }
    return ExitCode.DONE;
  }
}
