package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks the admin API: its options and the way to the terminal. */
abstract class AdminCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  CommandSpec spec;

  @Option(
      names = "--admin-url",
      paramLabel = "<url>",
      description = "Admin API (SERAI_ADMIN_URL; default " + Settings.DEFAULT_URL + ")")
  @Nullable String adminUrl;

  @Option(
      names = "--token",
      paramLabel = "<token>",
      description = "Admin token; better in SERAI_ADMIN_TOKEN, where `ps` does not show it")
  @Nullable String token;

  @Option(names = "--json", description = "Print the API's own record")
  boolean json;

  Main main() {
    return (Main) spec.root().userObject();
  }

  Terminal terminal() {
    return main().terminal();
  }

  Map<String, String> env() {
    return main().env();
  }

  Settings settings() {
    return Settings.of(adminUrl, token, env());
  }

  AdminApi api() {
    return new AdminApi(settings());
  }

  void printJson(JsonObject answer) {
    terminal().data(JsonWriter.indent("  ").string().value(answer).done());
  }
}
