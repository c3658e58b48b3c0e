package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    aliases = "rm",
    description = "End a session for ever, at once; its running streams are cut.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai session revoke <id>",
      "  serai session rm <id> --all --yes"
    })
final class SessionRevokeCommand extends AdminCommand {
  @Parameters(paramLabel = "<id>", description = "The session (serai session list)")
  String id = "";

  @Option(names = "--all", description = "Other people's too, for admins")
  boolean all;

  @Option(names = "--yes", description = "Do not ask")
  boolean yes;

  @Override
  public Integer call() {
    Sessions sessions = new Sessions(api(), all);
    String title = Sessions.title(sessions.find(id));
    confirm(yes, "End session " + title + "? Its tool stops working.");
    JsonObject ended = sessions.revoke(id);
    if (json) printJson(ended);
    else terminal().done("ended session " + title);
    return ExitCode.DONE;
  }
}
