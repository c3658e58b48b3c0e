package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = "Create an API key; its secret is printed once, alone on standard output.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai api-key create backup --permission auditLog:view --expires 90d",
      "  export SERAI_ADMIN_TOKEN=$(serai api-key create ci --permission virtualKeys:manage)"
    })
final class ApiKeyCreateCommand extends AdminCommand {
  @Parameters(paramLabel = "<name>", description = "What it is for")
  String name = "";

  @Option(
      names = "--permission",
      required = true,
      split = ",",
      paramLabel = "<resource:action>",
      description = "What it may; repeatable")
  List<String> permissions = List.of();

  @Option(names = "--expires", paramLabel = "{<30d> | <time>}", description = "Default: never")
  @Nullable String expires;

  @Override
  public Integer call() {
    Map<String, Object> wanted = new LinkedHashMap<>(Map.of("name", name));
    wanted.put("permissions", permissions);
    if (expires != null) wanted.put("expiresAt", Expiry.parse(expires, Instant.now()).toString());
    JsonObject issued = api().post(Kind.API_KEY.path(), wanted, Api.once());
    if (json) {
      printJson(issued);
      return ExitCode.DONE;
    }
    terminal().done("created " + Kind.API_KEY.title(issued.getObject("key", new JsonObject())));
    terminal().data(issued.getString("secret", ""));
    terminal().note("This secret is not shown again. It goes into SERAI_ADMIN_TOKEN.");
    return ExitCode.DONE;
  }
}
