package dev.serai.cli.signin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of all processes, and one thread in it, has it. Gone with the process that does. */
record ProcessLock(Path file, Time time) {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofMillis(20);

  TokenStore.Lock take() {
    Time.Mark begun = Time.Mark.of(time);
    try {
      PrivateFolder.of(file);
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PrivateFolder.ofItsOwner(file));
      boolean taken = false;
      try {
        while (attempt(channel) == null) {
          if (time.since(begun).compareTo(LONGEST) > 0)
            throw SignInFailure.of("another serai refreshes the sign-in, and takes too long");
          time.pause(AGAIN);
        }
        taken = true;
        return () -> close(channel);
      } finally {
        if (!taken) close(channel);
      }
    } catch (IOException e) {
      throw SignInFailure.of("cannot lock " + file, e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SignInFailure.of("interrupted");
    }
  }

  private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) { // a thread of this process
      return null;
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // the lock ends with the process at the latest
    }
  }
}
