package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import picocli.CommandLine.Parameters;

/** A verb on one limit, and how its end is told. */
abstract class LimitChange extends AdminCommand {
  @Parameters(paramLabel = "<id>", description = "The limit (serai limit list)")
  String id = "";

  final Limits limits() {
    return new Limits(api());
  }

  /** After a change that a file may take back. */
  final String next(JsonObject limit) {
    String file = Limits.ofFile(limit);
    return file.isEmpty() ? "Next: serai limit get " + id : file;
  }

  /** "✓ paused limit 01J… (key ci: 100.00 USD a month)", and below what to do or know next. */
  final int done(String past, JsonObject limit, String next) {
    if (json) {
      printJson(limit);
    } else {
      terminal().done(past + " limit " + Limits.title(limit, terminal()));
      terminal().note(next);
    }
    return ExitCode.DONE;
  }
}
