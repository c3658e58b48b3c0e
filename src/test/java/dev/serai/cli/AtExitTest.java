package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtExitTest {
  /** A process that waits for the signal that ends it. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws InterruptedException {
      AtExit end =
          AtExit.of(
              () -> {
                System.out.println("ended");
                if (arguments[0].equals("hangs")) sleep();
              });
      if (arguments[0].equals("closes")) end.close();
      System.out.println("ready");
      sleep();
    }

    private static void sleep() {
      try {
        Thread.sleep(600_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Process program(String behaviour) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            behaviour)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"works", "hangs"})
  void aSignalDoesWhatIsLeftToDoAndNoServerHoldsItUp(String behaviour) throws Exception {
    Process process = program(behaviour);
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");

      process.toHandle().destroy(); // SIGTERM

      assertThat(out.readLine()).isEqualTo("ended");
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatWasDoneIsNotDoneAgain() throws Exception {
    Process process = program("closes");
    try (BufferedReader out = process.inputReader()) {
      assertThat(List.of(out.readLine(), out.readLine())).containsExactly("ended", "ready");

      process.toHandle().destroy();

      assertThat(out.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void closingTwiceEndsOnce() {
    AtomicInteger ends = new AtomicInteger();
    AtExit end = AtExit.of(ends::incrementAndGet);

    end.close();
    end.close();

    assertThat(ends).hasValue(1);
  }
}
