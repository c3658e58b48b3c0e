package dev.serai.up;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database a command works on. */
final class DatabaseOptions {
  @Option(
      names = "--database-url",
      paramLabel = "<url>",
      defaultValue = "${env:SERAI_DATABASE_URL}",
      description = "The database that the gateway used (SERAI_DATABASE_URL)")
  @Nullable String databaseUrl;

  @Option(
      names = "--database-user",
      paramLabel = "<name>",
      description = "Its user (SERAI_DATABASE_USER)")
  @Nullable String databaseUser;

  @Option(
      names = "--data",
      paramLabel = "<dir>",
      defaultValue = ".serai",
      description =
          "Without a URL: the data folder of an up, whose own database is meant (default:"
              + " ${DEFAULT-VALUE})")
  Path data = Path.of(".serai");

  /** The one that is named, else that of a running {@code up}. */
  DatabaseAccess running(Map<String, String> env) {
    return named() ? given(env) : DatabaseLogin.running(data);
  }

  boolean named() {
    return databaseUrl != null && !databaseUrl.isBlank();
  }

  DatabaseAccess given(Map<String, String> env) {
    String url = databaseUrl == null ? "" : databaseUrl.strip();
    return DatabaseAccess.parse(url, env).as(databaseUser);
  }
}
