package dev.serai.leases;

import dev.serai.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.springframework.util.FileSystemUtils;

class LeasesPropertiesTest {
  private static TestDatabase database;

  record Step(int what, int where, long amount) {}

  @BeforeContainer
  static void open() {
    database = TestDatabase.migrated();
  }

  @AfterContainer
  static void close() {
    database.close();
  }

  @Property(tries = 150)
  void whateverHappensInWhateverOrderNoCapIsPassedAndEverythingComesBack(
      @ForAll Model.Kind kind,
      @ForAll @IntRange(min = 1, max = 3) int replicas,
      @ForAll @LongRange(min = 1, max = 200) long cap,
      @ForAll boolean forcing,
      @ForAll("steps") List<Step> steps)
      throws IOException {
    Path folder = Files.createTempDirectory("leases");
    try (Model model = new Model(database, folder, kind, replicas, cap, forcing)) {
      for (Step step : steps) model.step(step.what(), step.where(), step.amount());
      model.end();
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 16),
            Arbitraries.integers().between(0, 2),
            Arbitraries.longs().between(1, 60))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }
}
