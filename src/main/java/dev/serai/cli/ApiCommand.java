package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks a running gateway, and the way to the terminal. */
abstract class ApiCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  CommandSpec spec;

  @Option(names = "--json", description = "Print the API's own record")
  boolean json;

  /** Without a command line that was read: see {@link Main#run}. */
  @Nullable Main directly;

  Main main() {
    return directly != null ? directly : (Main) spec.root().userObject();
  }

  Terminal terminal() {
    return main().terminal();
  }

  Map<String, String> env() {
    return main().env();
  }

  void printJson(JsonObject answer) {
    terminal().data(JsonWriter.indent("  ").string().value(answer).done());
  }
}
