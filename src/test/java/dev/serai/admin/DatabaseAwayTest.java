package dev.serai.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.AdminServer;
import dev.serai.testing.AdminServer.Reply;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAwayTest {
  @TempDir Path secrets;

  @Test
  void saysSoAndStaysReadyToServeCalls() {
    try (TestDatabase database = TestDatabase.migrated();
        AdminServer server = AdminServer.on(database, secrets)) {
      database.goAway();

      Reply refused = server.post("/api/keys", "{\"name\": \"ci\"}");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body().at("/code").textValue()).isEqualTo("database_unavailable");
      assertThat(server.send(server.request("/readyz")).status()).isEqualTo(200);

      database.comeBack();
      assertThat(statusOnceTheDeadConnectionsAreUsedUp(server)).isEqualTo(201);
    }
  }

  /** Each request finds at most one connection that was cut a moment ago. */
  private static int statusOnceTheDeadConnectionsAreUsedUp(AdminServer server) {
    int status = 0;
    for (int i = 0; i < 20 && status != 201; i++)
      status = server.post("/api/keys", "{\"name\": \"ci\"}").status();
    return status;
  }
}
