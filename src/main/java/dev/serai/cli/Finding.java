package dev.serai.cli;

import com.grack.nanojson.JsonObject;

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

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.put("check", check);
    json.put("state", state.name());
    json.put("found", found);
    json.put("advice", advice);
    return json;
  }
}
