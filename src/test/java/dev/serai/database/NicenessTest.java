package dev.serai.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
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

  /** Field 19 of proc_pid_stat(5); the second is in brackets and may hold spaces. */
  private static int ofThisThread() throws Exception {
    String all = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer.parseInt(all.substring(all.lastIndexOf(')') + 2).split(" ")[16]);
  }
}
