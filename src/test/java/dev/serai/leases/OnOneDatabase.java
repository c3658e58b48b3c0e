package dev.serai.leases;

import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One database for all tests of a class, and for each test replicas and a limit of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnOneDatabase {
  final TestDatabase database = TestDatabase.migrated();
  @TempDir Path folder;
  String limit;
  Cluster cluster;
  private int number;

  @BeforeEach
  void begin() {
    limit = "limit-" + number++;
    cluster = new Cluster(database, folder);
  }

  @AfterEach
  void end() {
    cluster.close();
    database.jdbc().sql("update replicas set closed_at = now()").update();
  }

  @AfterAll
  void close() {
    database.close();
  }
}
