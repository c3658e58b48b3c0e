package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    description = {
      "Look for what keeps tools from working through the gateway: ports, clock, certificates,",
      "sign-in, tools on the PATH, environment and settings files that lead past it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ends with 1 when something fails. Values of variables and files are never shown.",
      "",
      "Examples:",
      "  serai doctor",
      "  serai doctor --json"
    })
final class DoctorCommand extends AdminCommand {
  @Option(
      names = "--url",
      paramLabel = "<url>",
      description = "Gateway (SERAI_URL; default " + Settings.GATEWAY_URL + ")")
  @Nullable String url;

  @Override
  public Integer call() {
    Settings settings = Settings.of(new Settings.Flags(adminUrl, token, url, null), env());
    List<Finding> findings = new ArrayList<>(new DoctorPorts(settings).findings());
    findings.addAll(new DoctorTools(env()).findings());
    findings.addAll(new DoctorEnvironment(env(), settings.url().value()).findings());
    findings.addAll(new DoctorFiles(env(), Path.of("")).findings());
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("checks", new JsonArray(findings.stream().map(Finding::json).toList()));
      printJson(answer);
    } else {
      findings.forEach(each -> each.print(terminal()));
    }
    boolean failed = findings.stream().anyMatch(each -> each.state() == Finding.State.fail);
    return failed ? ExitCode.FAILED : ExitCode.DONE;
  }
}
