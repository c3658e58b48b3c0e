package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "members",
    description = "How each member of a team, or each end user, stands; most spent first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai limit members <id>", "  serai limit members <id> --json"})
final class LimitMembersCommand extends LimitChange {
  @Override
  public Integer call() {
    AdminApi api = api();
    JsonObject limit = new Limits(api).get(id);
    if (!Limits.each(limit)) {
      throw Failure.usage(
          "this limit has one quota for all of its scope",
          "limit " + Limits.title(limit, terminal()),
          "try: serai limit get " + id);
    }
    JsonObject answer = api.get(Limits.path(id) + "/members", Map.of());
    List<JsonObject> members = Limits.in(answer, "members");
    if (json) printJson(answer);
    else if (members.isEmpty()) terminal().note("Nobody has used it in this window.");
    else new LimitTable(terminal(), Instant.now()).printMembers(limit, members);
    return ExitCode.DONE;
  }
}
