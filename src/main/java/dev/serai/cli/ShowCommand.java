package dev.serai.cli;

import com.grack.nanojson.JsonObject;

/** All that the admin API says of one thing. */
abstract class ShowCommand extends OneCommand {
  ShowCommand(Kind kind) {
    super(kind);
  }

  @Override
  public Integer call() {
    JsonObject one = kind.read(api(), name).body();
    if (json) printJson(one);
    else Fields.print(terminal(), one);
    return ExitCode.DONE;
  }
}
