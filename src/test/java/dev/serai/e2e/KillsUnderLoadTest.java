package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A gateway that is killed again and again while clients call it. {@code -Dserai.kills=50} for more
 * than an ordinary run.
 */
class KillsUnderLoadTest extends OnCrashScene {
  private static final int KILLS = Integer.getInteger("serai.kills", 5);
  private static final int CLIENTS = 16;
  private static final int MOST_BEFORE = 600;

  @Test
  void loseNoRecordOfWhatWasDeliveredAndDoubleNone() throws Exception {
    long seed = Long.getLong("serai.seed", System.nanoTime());
    Random random = new Random(seed);
    int cut = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Crowd crowd = Crowd.fast(scene.gateway.url(), CLIENTS, random.nextInt(MOST_BEFORE));
      crowd.awaitEnough();
      assertThat(crowd.cut()).as("cut before the kill, seed %d", seed).isZero();
      scene.gateway.kill();
      scene.got(crowd.stop());
      cut += crowd.cut();
      scene.provider.reset();
      scene.gateway.start();
    }
    scene.gateway.stop(); // drains its journal and gives its leases back

    int recorded = scene.assertRecorded();
    // what was on its way when it was killed counts, whether it had reached the provider or not
    assertThat(scene.spent()).isBetween(scene.counted(), scene.counted() + (long) KILLS * CLIENTS);
    System.out.printf(
        "%d kills, seed %d: %,d calls delivered, %,d records, %d calls cut by kills%n",
        KILLS, seed, scene.delivered(), recorded, cut);
    assertThat(recorded).isBetween(scene.delivered(), scene.delivered() + cut);
  }
}
