package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "unbind",
    description = "Take a role away; holds within a second.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai role unbind <id>", "  serai role unbind <id> --yes"})
final class RoleUnbindCommand extends AdminCommand {
  @Parameters(paramLabel = "<binding>", description = "Its id (serai role bindings)")
  String id = "";

  @Option(names = "--yes", description = "Do not ask")
  boolean yes;

  @Override
  public Integer call() {
    AdminApi api = api();
    String path = "/api/role-bindings/" + Api.encode(id);
    Api.Versioned before = api.read(path);
    confirm(yes, "Take away " + title(before.body()) + "?");
    api.delete(path, before.unchanged());
    if (json) printJson(before.body());
    else terminal().done("took away " + title(before.body()));
    return ExitCode.DONE;
  }

  /** "role auditor of user ann at organization acme". */
  static String title(JsonObject binding) {
    return Table.safe(
        "role "
            + Keys.text(binding, "role")
            + " of "
            + RoleBindingsCommand.end(binding, "subject")
            + " at "
            + RoleBindingsCommand.end(binding, "place"));
  }
}
