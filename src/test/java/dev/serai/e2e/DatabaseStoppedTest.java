package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.FaultyNetwork;
import dev.serai.testing.FaultyNetwork.End;
import dev.serai.testing.FaultyNetwork.Way;
import org.junit.jupiter.api.Test;

/**
 * A gateway whose database is away while clients call it. {@code -Dserai.away=120} for longer than
 * an ordinary run.
 */
class DatabaseStoppedTest extends OnCrashScene {
  private static final int SECONDS = Integer.getInteger("serai.away", 10);
  private static final int CLIENTS = 16;
  private static final int PER_SECOND = 200;

  @Test
  void trafficGoesOnAndAllRecordsArriveWhenItRefusesConnections() throws Exception {
    goesOn(scene.toDatabase::cut, scene.toDatabase::connect);
  }

  @Test
  void trafficGoesOnAndAllRecordsArriveWhenItTakesConnectionsAndIsSilent() throws Exception {
    FaultyNetwork network = scene.beforeDatabase;
    goesOn(
        () -> {
          network.out(Way.FINE.endsAt(0, End.SWALLOW));
          network.reset();
        },
        () -> network.out(Way.FINE));
  }

  private void goesOn(Runnable goes, Runnable comes) throws Exception {
    Crowd before = Crowd.paced(scene.gateway.url(), CLIENTS, PER_SECOND, PER_SECOND);
    before.awaitEnough();

    goes.run();
    Crowd away = Crowd.paced(scene.gateway.url(), CLIENTS, PER_SECOND, SECONDS * PER_SECOND);
    away.awaitEnough();
    long deep = scene.meter("serai_journal_depth");
    comes.run();

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
