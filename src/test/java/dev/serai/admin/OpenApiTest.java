package dev.serai.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.AdminServer;
import dev.serai.testing.AdminServer.Reply;
import dev.serai.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mvnw test -Dtest=OpenApiTest -Dserai.openapi.write=true} writes the file anew. */
class OpenApiTest {
  private static final Path FILE = Path.of("docs/openapi.json");

  @TempDir Path secrets;

  @Test
  void theCommittedDocumentIsTheOneThatIsServed() throws IOException {
    try (TestDatabase database = TestDatabase.migrated();
        AdminServer server = AdminServer.on(database, secrets)) {
      Reply served = server.send(server.request("/api/openapi.json"));
      assertThat(served.status()).isEqualTo(200);
      String text = served.raw().body().replace("\r\n", "\n").stripTrailing() + "\n";
      if (Boolean.getBoolean("serai.openapi.write")) {
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, text);
      }

      assertThat(text)
          .as("docs/openapi.json is stale: run this test with -Dserai.openapi.write=true")
          .isEqualTo(Files.readString(FILE));
    }
  }
}
