package dev.serai.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** One call of the command line: who sits at it, what is in the environment, what came of it. */
record CommandLineRun(String ttys, String typed, Map<String, String> env, int columns) {
  CommandLineRun(String ttys, String typed, Map<String, String> env) {
    this(ttys, typed, env, 0);
  }

  record Ended(String out, String err, int exitCode) {}

  /** As a script would: no terminal anywhere. */
  static CommandLineRun inPipe(AdminStandIn admin) {
    return new CommandLineRun("", "", Map.of()).with("SERAI_ADMIN_URL", admin.url());
  }

  static CommandLineRun atTerminal(AdminStandIn admin, String typed) {
    return new CommandLineRun("012", typed, Map.of("NO_COLOR", "1"))
        .with("SERAI_ADMIN_URL", admin.url());
  }

  CommandLineRun with(String variable, String value) {
    Map<String, String> more = new HashMap<>(Map.of("SERAI_ADMIN_TOKEN", AdminStandIn.TOKEN));
    more.put("HOME", "/nonexistent");
    more.putAll(env);
    more.put(variable, value);
    return new CommandLineRun(ttys, typed, Map.copyOf(more), columns);
  }

  CommandLineRun wide(int columns) {
    return new CommandLineRun(ttys, typed, env, columns);
  }

  Ended run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new BufferedReader(new StringReader(typed)),
            ttys,
            columns,
            env);
    int exitCode = Main.run(terminal, env, args);
    return new Ended(out.toString(), err.toString(), exitCode);
  }
}
