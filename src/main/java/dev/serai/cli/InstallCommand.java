package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.serai.cli.install.Installation;
import dev.serai.cli.install.SelfCheck;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "install",
    description = "Put this command line on the machine, and look whether it works.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Needs no rights of an administrator, fetches nothing. Writes a script to ~/.local/bin and the",
      "jar to ~/.local/share/serai; on Windows both to %LOCALAPPDATA%\\Programs\\serai.",
      "",
      "Examples:",
      "  java -jar serai-VERSION-cli.jar install",
      "  java -jar serai-VERSION-cli.jar install --to /usr/local",
      "  serai install --check"
    })
final class InstallCommand extends ApiCommand {
  @Option(names = "--to", paramLabel = "<folder>", description = "Instead of ~/.local")
  @Nullable Path to;

  @Option(names = "--check", description = "Only look whether what is installed works")
  boolean check;

  @Override
  public Integer call() {
    Installation usual =
        Installation.usual(env(), System.getProperty("os.name", ""), Main.Version.text());
    Installation place = to == null ? usual : usual.in(to);
    Path java = Path.of(System.getProperty("java.home", ""));
    try {
      if (!check) write(place, java);
      String path = env().getOrDefault("PATH", env().getOrDefault("Path", ""));
      return report(new SelfCheck(place, java, path).parts().stream().map(Finding::of).toList());
    } catch (IOException e) {
      throw Failure.of(
          "cannot install to " + place.bin() + " and " + place.folder(),
          e.toString(),
          "try: --to <folder>");
    }
  }

  private void write(Installation place, Path java) throws IOException {
    place.write(jar(), java);
    terminal().note("preparing the start, which takes some seconds");
    try {
      place.prepare(java);
    } catch (IOException e) {
      terminal().note("not prepared: " + e); // works, a little slower
    }
  }

  /** The one that runs. */
  private static Path jar() {
    try {
      Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(jar)) return jar;
    } catch (URISyntaxException | IllegalArgumentException e) {
      // as below
    }
    throw Failure.of(
        "only the jar can be installed", "try: java -jar target/serai-VERSION-cli.jar install");
  }

  private int report(List<Finding> findings) {
    boolean works = findings.stream().noneMatch(each -> each.state() == Finding.State.fail);
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("checks", new JsonArray(findings.stream().map(Finding::json).toList()));
      printJson(answer);
    } else {
      findings.forEach(each -> each.print(terminal()));
    }
    if (!works) return ExitCode.FAILED;
    if (!check) terminal().done("installed: serai login, and serai completion --help for <TAB>");
    return ExitCode.DONE;
  }
}
