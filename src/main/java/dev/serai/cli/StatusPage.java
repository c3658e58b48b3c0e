package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code serai status} shows: who, what is left, and which settings led there. */
record StatusPage(Terminal terminal, Settings settings) {
  /**
   * @param source of what the admin API was asked with
   */
  void print(JsonObject health, Whoami who, String source, List<JsonObject> limits) {
    Table table = new Table().text("", "");
    table.row(List.of("signed in", signedIn(who)));
    if (!source.isEmpty() && terminal.showsTables()) table.row(List.of("with", source));
    if (!who.me().isEmpty()) {
      table.row(List.of("organization", who.organization()));
      table.row(List.of("projects", who.projects()));
    }
    if (terminal.showsTables()) table.row(List.of("gateway", ready(health)));
    else checks(health, table);
    table.print(terminal);
    blank();
    if (!limits.isEmpty()) {
      new LimitTable(terminal, Instant.now()).print(limits);
      blank();
    }
    printSettings();
  }

  private static String signedIn(Whoami who) {
    if (who.nobody()) return "no (serai login)";
    return who.refused().map(why -> "no: " + why.getMessage()).orElseGet(who::words);
  }

  private static String ready(JsonObject health) {
    if (health.getBoolean("ready", false)) return "ready";
    return health.getObject("checks", new JsonObject()).entrySet().stream()
        .filter(check -> !Boolean.TRUE.equals(check.getValue()))
        .map(check -> check.getKey())
        .collect(Collectors.joining(", ", "not ready: ", ""));
  }

  private static void checks(JsonObject health, Table table) {
    JsonObject checks = health.getObject("checks", new JsonObject());
    checks.forEach((name, good) -> table.row(List.of(name, good.equals(true) ? "yes" : "no")));
    table.row(List.of("all", health.getBoolean("ready", false) ? "yes" : "no"));
  }

  /** Also where there is no gateway to ask. */
  void printSettings() {
    Table table = new Table().text("SETTING", "VALUE", "FROM");
    settings
        .forPeople()
        .forEach((name, one) -> table.row(List.of(name, one.value(), one.source())));
    table.row(List.of("client", Main.Version.text(), "this program"));
    table.print(terminal);
  }

  private void blank() {
    if (terminal.showsTables()) terminal.data("");
  }
}
