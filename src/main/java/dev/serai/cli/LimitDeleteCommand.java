package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "delete",
    aliases = "rm",
    description = "Take a limit away for ever; what it counted stays in the usage records.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai limit delete <id>", "  serai limit delete <id> --yes"})
final class LimitDeleteCommand extends LimitChange {
  @Option(names = "--yes", description = "Do not ask")
  boolean yes;

  @Override
  public Integer call() {
    AdminApi api = api();
    JsonObject limit = new Limits(api).get(id);
    String title = Limits.title(limit, terminal());
    confirm(yes, "Delete limit " + title + "? This cannot be undone; `pause` can.");
    api.delete(Limits.path(id));
    return done("deleted", limit, "What it counted stays in the usage records.");
  }
}
