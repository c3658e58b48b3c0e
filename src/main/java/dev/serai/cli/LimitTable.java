package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Limits as rows: whose, how much, and how much of that is used. */
final class LimitTable {
  private static final int BAR = 10;
  private static final int NAME = 24;
  private static final BigDecimal FULL = BigDecimal.valueOf(100);

  private final Terminal terminal;
  private final Instant now;

  /** Between the figures and the percentage; no use to a pipe. */
  private final boolean bars;

  LimitTable(Terminal terminal, Instant now) {
    this.terminal = terminal;
    this.now = now;
    this.bars = terminal.showsTables();
  }

  void print(List<JsonObject> limits) {
    Table table =
        new Table()
            .text("ID", "SCOPE", "TARGET", "MEASURE", "WINDOW")
            .numbers("CAP", "SPENT", "RESERVED", "LEFT", "USED");
    if (bars) table.text("");
    table
        .text("RESETS", "STATE", "ONLY")
        .spare("", "RESERVED", "SCOPE", "LEFT", "RESETS", "ONLY", "STATE", "WINDOW", "MEASURE");
    limits.forEach(limit -> table.row(cells(limit)));
    table.print(terminal);
    boolean each = limits.stream().anyMatch(limit -> Limits.each(limit) && unknown(limit));
    if (bars && each) terminal.note("each = has a quota of their own: serai limit members <id>");
  }

  /** Of one limit, a row each. */
  void printMembers(JsonObject limit, List<JsonObject> members) {
    Table table = new Table().text("MEMBER").numbers("SPENT", "RESERVED", "LEFT", "USED");
    if (bars) table.text("");
    table.text("RESETS").spare("", "RESERVED", "LEFT", "RESETS");
    for (JsonObject member : members) {
      JsonObject standing = Limits.standing(member);
      List<String> cells = new ArrayList<>();
      cells.add(brief(Keys.text(member, "member")));
      cells.addAll(figures(limit, standing));
      table.row(cells);
    }
    table.print(terminal);
  }

  private List<String> cells(JsonObject limit) {
    JsonObject standing = Limits.standing(limit);
    List<String> cells = new ArrayList<>();
    cells.add(id(Keys.text(limit, "id")));
    cells.add(Keys.text(limit, "scope"));
    cells.add(brief(Limits.target(limit)));
    for (String field : List.of("measure", "window")) cells.add(Keys.text(limit, field));
    cells.add(Limits.amount(limit, "cap", limit).cell(terminal));
    List<String> figures = figures(limit, standing);
    if (bars && Limits.each(limit) && unknown(limit)) figures.set(0, "each");
    cells.addAll(figures);
    cells.add(state(limit, standing));
    cells.add(Limits.about(limit));
    return cells;
  }

  /** From what is spent to when it resets. */
  private List<String> figures(JsonObject limit, JsonObject standing) {
    List<String> cells = new ArrayList<>();
    for (String field : List.of("spent", "reserved", "left"))
      cells.add(known(standing, field) ? Limits.amount(standing, field, limit).cell(terminal) : "");
    cells.add(percent(standing));
    if (bars) cells.add(bar(standing));
    cells.add(resets(limit, standing));
    return cells;
  }

  /** What a key carries itself is no limit that can be named: what it is says more than its id. */
  private String id(String id) {
    return bars ? id.substring(id.lastIndexOf(':') + 1) : id;
  }

  private static boolean unknown(JsonObject limit) {
    return !known(Limits.standing(limit), "spent");
  }

  private static boolean known(JsonObject standing, String field) {
    return standing.get(field) != null;
  }

  /** Rounded down at a terminal: 100% is said when nothing is left. */
  private String percent(JsonObject standing) {
    if (!known(standing, "usedPercent")) return "";
    BigDecimal used = Amount.number(standing, "usedPercent");
    return bars ? used.setScale(0, RoundingMode.DOWN).toPlainString() + "%" : used.toPlainString();
  }

  private static String bar(JsonObject standing) {
    if (!known(standing, "usedPercent")) return "";
    int full = Amount.number(standing, "usedPercent").intValue() * BAR / 100;
    int shown = Math.clamp(full, 0, BAR);
    return "█".repeat(shown) + "░".repeat(BAR - shown);
  }

  private String resets(JsonObject limit, JsonObject standing) {
    String at = Keys.text(standing, "resetsAt");
    if (!at.isEmpty() || !bars || !known(standing, "spent")) return terminal.time(at, now);
    String window = Keys.text(limit, "window");
    return window.equals("manual") ? "by hand" : window.startsWith("rolling") ? "" : "never";
  }

  /** What is usual need not be said to people. */
  private String state(JsonObject limit, JsonObject standing) {
    if (limit.getBoolean("paused", false)) return "paused";
    if (Keys.text(limit, "onBreach").equals("warn")) return "warns";
    if (!bars) return "blocks";
    boolean full = Amount.number(standing, "usedPercent").compareTo(FULL) >= 0;
    return full ? "used up" : "";
  }

  private String brief(String name) {
    return terminal.columns() > 0 && name.length() > NAME
        ? name.substring(0, NAME - 1) + "…"
        : name;
  }
}
