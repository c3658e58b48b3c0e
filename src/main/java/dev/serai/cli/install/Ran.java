package dev.serai.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that has ended, or was ended at its deadline.
 *
 * @param said on both of its outputs, at most 64 KiB
 */
record Ran(int exitCode, String said, long millis) {
  private static final int SAID_MAX = 1 << 16;

  static Ran of(List<String> command, long deadlineMillis) throws IOException {
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    CompletableFuture.delayedExecutor(deadlineMillis, TimeUnit.MILLISECONDS)
        .execute(process::destroyForcibly);
    String said;
    try (InputStream output = process.getInputStream()) {
      said = new String(output.readNBytes(SAID_MAX), StandardCharsets.UTF_8);
      output.transferTo(java.io.OutputStream.nullOutputStream());
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    try {
      return new Ran(process.waitFor(), said, millis);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
