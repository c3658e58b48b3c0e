package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    aliases = "get",
    description = "Show one session and what was used in it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai session show <id>",
      "  serai session show <id> --all --json"
    })
final class SessionShowCommand extends AdminCommand {
  @Parameters(paramLabel = "<id>", description = "The session (serai session list)")
  String id = "";

  @Option(names = "--all", description = "Other people's too, for admins")
  boolean all;

  @Override
  public Integer call() {
    Sessions sessions = new Sessions(api(), all);
    JsonObject session = sessions.find(id);
    session.put("usage", sessions.usage(session));
    if (json) printJson(session);
    else Fields.print(terminal(), session);
    return ExitCode.DONE;
  }
}
