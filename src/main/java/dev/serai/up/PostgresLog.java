package dev.serai.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What PostgreSQL, {@code initdb} and {@code pg_ctl} wrote since we started them. */
final class PostgresLog {
  private static final long ROTATE_AT = 10L << 20;

  private PostgresLog() {}

  static void rotate(Path log) {
    try {
      if (length(log) > ROTATE_AT) {
        Files.move(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static long length(Path log) {
    return log.toFile().length();
  }

  static boolean saysItGaveUp(Path log, long from) {
    return since(log, from).stream().anyMatch(line -> line.contains("could not start server"));
  }

  /** The words of the first line that tells of an error, with its detail. */
  static String reason(Path log, long from) {
    List<String> lines = since(log, from);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.matches(".*(FATAL|PANIC|error): .*")) {
        boolean detailed = i + 1 < lines.size() && lines.get(i + 1).contains("DETAIL: ");
        return words(line) + (detailed ? ": " + words(lines.get(i + 1)) : "");
      }
    }
    return lines.isEmpty() ? "it said nothing" : words(lines.getLast());
  }

  private static String words(String line) {
    return line.replaceFirst("^.*?(FATAL|PANIC|error|DETAIL):\\s+", "").strip();
  }

  private static List<String> since(Path log, long from) {
    try (FileChannel channel = FileChannel.open(log)) {
      channel.position(from);
      byte[] text = Channels.newInputStream(channel).readNBytes(1 << 20);
      return new String(text, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
