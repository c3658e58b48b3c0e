package dev.serai.up;

import java.nio.file.Path;
import java.util.Map;

/** A process to be killed: it starts the database, stores something, and never stops it. */
final class LeftBehind {
  private LeftBehind() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Logs.to(folder.resolve("logs"));
    DataFolder data = DataFolder.open(folder);
    EmbeddedDatabase database =
        EmbeddedDatabase.start(data, new Progress(System.err, Map.of("NO_COLOR", "1")));
    EmbeddedDatabaseTest.execute(database, "create table kept as select 42 as answer");
    System.out.println("ready");
    System.in.read();
  }
}
