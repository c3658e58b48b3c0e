package dev.serai.cli.signin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of a keyring's command. */
final class KeyringCommand {
  /** Somebody may have to unlock it. */
  private static final Duration UNLOCKED = Duration.ofSeconds(20);

  /** What it has started may hold its streams open for ever. */
  private static final Duration DRAINED = Duration.ofSeconds(1);

  private static final int LONGEST = 1 << 18;

  private KeyringCommand() {}

  /** What came of it; {@link #toString} has none of it, since it may be a secret. */
  record Ended(int exitCode, String output, String errors) {
    /** It may be another in a moment, so it is no reason to take anybody for signed out. */
    SignInFailure failure() {
      String said = Wire.printable(errors);
      return SignInFailure.of(
          "the keyring does not answer",
          said.isEmpty() ? "its command ended with " + exitCode : said);
    }

    @Override
    public String toString() {
      return "Ended[" + exitCode + "]";
    }
  }

  /**
   * @throws SignInFailure when it did not end by itself
   */
  static Ended run(Path command, String input, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(command.toString()));
    words.addAll(arguments);
    Process process = started(words);
    try {
      Stream output = new Stream(process.getInputStream());
      Stream errors = new Stream(process.getErrorStream());
      write(process, input);
      if (process.waitFor(UNLOCKED.toMillis(), TimeUnit.MILLISECONDS))
        return new Ended(process.exitValue(), output.text(), errors.text());
      throw SignInFailure.of(
          "the keyring does not answer", "not within " + UNLOCKED.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SignInFailure.of("interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process started(List<String> words) {
    try {
      return new ProcessBuilder(words).start();
    } catch (IOException e) {
      throw SignInFailure.of("the keyring does not answer", Wire.printable("" + e.getMessage()));
    }
  }

  private static void write(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // it ended without reading: its exit code tells
    }
  }

  /** Read by a thread of its own, or a full pipe would stop the command. */
  private static final class Stream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread reader;

    Stream(InputStream from) {
      reader = Thread.ofVirtual().start(() -> read(from));
    }

    private void read(InputStream from) {
      byte[] piece = new byte[4096];
      try (from) {
        for (int count = from.read(piece); count >= 0; count = from.read(piece))
          if (bytes.size() < LONGEST) bytes.write(piece, 0, count);
      } catch (IOException e) {
        // it was ended
      }
    }

    String text() throws InterruptedException {
      reader.join(DRAINED);
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
