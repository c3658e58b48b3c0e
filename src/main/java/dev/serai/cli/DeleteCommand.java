package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Takes one thing away after a yes, unless somebody else changed it in between. */
abstract class DeleteCommand extends OneCommand {
  @Option(names = "--yes", description = "Do not ask")
  boolean yes;

  DeleteCommand(Kind kind) {
    super(kind);
  }

  /** What it means, in a sentence; empty = that it cannot be undone. */
  String meaning() {
    return "";
  }

  /** What else the request says. */
  Map<String, String> query() {
    return Map.of();
  }

  @Override
  public Integer call() {
    AdminApi api = api();
    Api.Versioned before = kind.read(api, name);
    String meaning = meaning().isEmpty() ? "This cannot be undone." : meaning();
    confirm(yes, "Delete " + kind.title(before.body()) + "? " + meaning);
    api.delete(kind.path(before.body()) + Api.query(query()), before.unchanged());
    return done("deleted", before.body(), "");
  }
}
