package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "bind",
    description = "Give a role to a user or team: everywhere, or within a team or project.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai role bind auditor --user ann@example.com",
      "  serai role bind team-admin --user ann@example.com --at-team payments"
    })
final class RoleBindCommand extends AdminCommand {
  @Parameters(paramLabel = "<role>", description = "By name (serai role list)")
  String role = "";

  @Option(names = "--user", paramLabel = "<name>", description = "Who gets it: name, email or id")
  String user = "";

  @Option(names = "--team", paramLabel = "<name>", description = "Or everybody in this team")
  String team = "";

  @Option(names = "--at-team", paramLabel = "<name>", description = "Holds in this team alone")
  String atTeam = "";

  @Option(names = "--at-project", paramLabel = "<name>", description = "Holds in this one alone")
  String atProject = "";

  @Override
  public Integer call() {
    if (user.isEmpty() == team.isEmpty())
      throw Failure.usage("who gets the role?", "expected: --user <name> or --team <name>");
    if (!atTeam.isEmpty() && !atProject.isEmpty())
      throw Failure.usage("--at-team and --at-project exclude each other", "give one of them");
    AdminApi api = api();
    Map<String, Object> wanted = new LinkedHashMap<>(Map.of("role", role));
    wanted.put("subject", user.isEmpty() ? end(api, Kind.TEAM, team) : end(api, Kind.USER, user));
    if (!atTeam.isEmpty()) wanted.put("place", end(api, Kind.TEAM, atTeam));
    if (!atProject.isEmpty()) wanted.put("place", end(api, Kind.PROJECT, atProject));
    JsonObject made = api.post("/api/role-bindings", wanted, Api.once());
    if (json) {
      printJson(made);
    } else {
      terminal().made(Keys.text(made, "id"));
      terminal().done("gave " + RoleUnbindCommand.title(made));
    }
    return ExitCode.DONE;
  }

  private static Map<String, String> end(AdminApi api, Kind kind, String name) {
    return Map.of("kind", kind.word(), "id", kind.id(api, name));
  }
}
