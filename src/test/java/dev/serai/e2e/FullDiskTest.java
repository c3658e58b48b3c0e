package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose journal lies on a disk that is full: a small one in memory, which takes root. */
@Tag("e2e")
class FullDiskTest {
  private static final int CLIENTS = 8;

  @TempDir Path folder;
  private Path disk;
  private CrashScene scene;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectories(folder.resolve("replica-0/journal"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", disk.toString()));
  }

  @AfterEach
  void unmount() throws Exception {
    if (scene != null) scene.close();
    run("umount", disk.toString());
  }

  @Test
  void refusesCallsUntilThereIsRoomAndLosesNothingAlsoWhenItIsKilled() throws Exception {
    start("refuse");
    scene.toDatabase.cut();
    Crowd crowd = Crowd.fast(scene.gateway.url(), CLIENTS, 100);
    crowd.awaitEnough();
    scene.awaitMeter("serai_journal_full", 1);
    Crowd late = Crowd.fast(scene.gateway.url(), CLIENTS, 100);
    late.awaitEnough();
    crowd.stop();
    late.stop();

    assertThat(crowd.cut() + late.cut()).isZero();
    assertThat(crowd.got().values()).contains(200);
    assertThat(late.got().values()).containsOnly(503, 529);
    assertThat(ready()).isEqualTo(503);
    assertThat(scene.meter("serai_journal_memory")).isZero();
    assertThat(scene.meter("serai_journal_lost_total")).isZero();
    assertThat(scene.gateway.log(1_000)).contains("the usage journal is full");
    crowd.got().values().removeIf(status -> status != 200); // nobody is told of the others
    scene.got(crowd);

    scene.gateway.kill();
    scene.toDatabase.connect();
    scene.gateway.start(); // without room for a new segment, at first
    assertThat(scene.gateway.log(1_000).split("journal cannot use its disk")).hasSize(3);

    scene.awaitMeter("serai_journal_full", 0);
    scene.awaitMeter("serai_journal_depth", 0);
    Crowd again = Crowd.fast(scene.gateway.url(), CLIENTS, 100);
    again.awaitEnough();
    scene.got(again.stop());
    assertThat(again.got().values()).containsOnly(200);
    scene.awaitMeter("serai_journal_depth", 0);
    assertThat(scene.assertRecorded()).isEqualTo(scene.delivered());
  }

  @Test
  void servesCallsIfThatIsWantedAndKeepsRecordsInMemoryForAsLongAsTheyFit() throws Exception {
    start("allow");
    scene.toDatabase.cut();
    Crowd crowd = Crowd.fast(scene.gateway.url(), CLIENTS, 100);
    crowd.awaitEnough();
    scene.awaitMeter("serai_journal_full", 1);
    Crowd late = Crowd.fast(scene.gateway.url(), CLIENTS, 1_000);
    late.awaitEnough();
    scene.got(crowd.stop());
    scene.got(late.stop());

    assertThat(crowd.cut() + late.cut()).isZero();
    assertThat(ready()).isEqualTo(200);
    assertThat(scene.meter("serai_journal_memory")).isPositive();
    scene.toDatabase.connect();
    scene.awaitMeter("serai_journal_depth", 0);
    assertThat(scene.meter("serai_journal_lost_total")).isZero();
    assertThat(scene.assertRecorded()).isEqualTo(scene.delivered());
  }

  private void start(String whenFull) {
    scene =
        new CrashScene(folder, "serai.journal.segment=64KB", "serai.journal.when-full=" + whenFull);
  }

  private int ready() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(scene.gateway.url() + "/readyz")).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}
