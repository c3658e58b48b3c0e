package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway whose database refuses connections while clients call it. {@code -Dserai.away=120} for
 * longer than an ordinary run.
 */
@Tag("e2e")
class DatabaseStoppedTest {
  private static final int SECONDS = Integer.getInteger("serai.away", 10);
  private static final int CLIENTS = 16;
  private static final int PER_SECOND = 200;

  @TempDir Path folder;
  private CrashScene scene;

  @BeforeEach
  void start() {
    scene = new CrashScene(folder);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void trafficGoesOnAndAllRecordsArrive() throws Exception {
    Crowd before = Crowd.paced(scene.gateway.url(), CLIENTS, PER_SECOND, PER_SECOND);
    before.awaitEnough();

    scene.toDatabase.cut();
    Crowd away = Crowd.paced(scene.gateway.url(), CLIENTS, PER_SECOND, SECONDS * PER_SECOND);
    away.awaitEnough();
    long deep = scene.meter("serai_journal_depth");
    scene.toDatabase.connect();

    scene.got(before.stop());
    scene.got(away.stop());
    assertThat(away.cut() + before.cut()).isZero();
    assertThat(away.got().values()).containsOnly(200);
    assertThat(deep).isGreaterThanOrEqualTo(SECONDS * PER_SECOND);
    scene.awaitMeter("serai_journal_depth", 0);
    assertThat(scene.assertRecorded()).isEqualTo(scene.delivered());
    System.out.printf(
        "database away %d s: %,d calls delivered, %,d records waited%n",
        SECONDS, scene.delivered(), deep);
    scene.gateway.stop();
    assertThat(scene.spent()).isEqualTo(scene.counted());
  }
}
