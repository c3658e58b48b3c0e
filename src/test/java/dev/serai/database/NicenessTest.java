package dev.serai.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.ProcessStat;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NicenessTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void lowersTheThreadThatAsksAndNoOther() throws Exception {
    int before = ofThisThread();
    int[] lowered = new int[1];

    Thread.ofPlatform()
        .start(
            () -> {
              try {
                Niceness.lowerThisThread();
                lowered[0] = ofThisThread();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            })
        .join();

    assertThat(lowered[0]).isGreaterThanOrEqualTo(Niceness.BEHIND_CALLS);
    assertThat(ofThisThread()).isEqualTo(before);
  }

  private static int ofThisThread() throws Exception {
    return ProcessStat.niceness(Path.of("/proc/thread-self/stat"));
  }
}
