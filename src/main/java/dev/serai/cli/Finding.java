package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import dev.serai.cli.install.SelfCheck;

/**
 * What a check-up found.
 *
 * @param advice what to do; empty = nothing
 */
record Finding(State state, String check, String found, String advice) {
  enum State {
    ok,
    warn,
    fail
  }

  static Finding ok(String check, String found) {
    return new Finding(State.ok, check, found, "");
  }

  static Finding warn(String check, String found, String advice) {
    return new Finding(State.warn, check, found, advice);
  }

  static Finding fail(String check, String found, String advice) {
    return new Finding(State.fail, check, found, advice);
  }

  static Finding of(SelfCheck.Part part) {
    if (part.advice().isEmpty()) return ok(part.name(), part.found());
    State state = part.works() ? State.warn : State.fail;
    return new Finding(state, part.name(), part.found(), part.advice());
  }

  /** A line, and what to do in a second one; a row in a pipe. */
  void print(Terminal terminal) {
    String name = Table.safe(check);
    String seen = Table.safe(found);
    if (!terminal.showsTables()) {
      terminal.data(String.join("\t", state.name(), name, seen, advice));
      return;
    }
    terminal.data(terminal.state(state) + "  %-14s %s".formatted(name, seen));
    if (!advice.isEmpty()) terminal.data(" ".repeat(21) + "→ " + advice);
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.put("check", check);
    json.put("state", state.name());
    json.put("found", found);
    json.put("advice", advice);
    return json;
  }
}
