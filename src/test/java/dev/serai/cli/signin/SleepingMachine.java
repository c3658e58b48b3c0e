package dev.serai.cli.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A machine whose lid can be closed from outside: only its wall clock goes on then. */
public final class SleepingMachine {
  private SleepingMachine() {}

  /**
   * @param slept a file with the seconds that it has slept so far
   */
  public static SignIns signIns(Map<String, String> env, Path slept) {
    Path folder = Path.of(env.getOrDefault("HOME", "."), ".config", "serai", "sign-ins");
    return new SignIns(folder, Optional.empty(), address -> false, new Sleeper(slept));
  }

  private record Sleeper(Path slept) implements Time {
    @Override
    public long nanos() {
      return SYSTEM.nanos();
    }

    @Override
    public Instant wall() {
      try {
        return SYSTEM.wall().plusSeconds(Long.parseLong(Files.readString(slept).strip()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void pause(Duration length) throws InterruptedException {
      SYSTEM.pause(length);
    }
  }
}
