package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import picocli.CommandLine.Parameters;

/** A verb on one thing that is there. */
abstract class OneCommand extends AdminCommand {
  @Parameters(paramLabel = "<id-or-name>", description = "Which one")
  String name = "";

  final Kind kind;

  OneCommand(Kind kind) {
    this.kind = kind;
  }

  /** "✓ deleted team payments", and below what to know or do next. */
  final int done(String past, JsonObject one, String next) {
    if (json) {
      printJson(one);
    } else {
      terminal().done(past + " " + kind.title(one));
      if (!next.isEmpty()) terminal().note(next);
    }
    return ExitCode.DONE;
  }
}
