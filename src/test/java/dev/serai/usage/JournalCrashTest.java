package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Charge;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalCrashTest {
  private static final int SEGMENT = 1 << 20;
  private static final long TAKEN = 7;

  @TempDir Path folder;

  @Test
  @Timeout(60)
  void everyRecordThatWasAppendedSurvivesKillMinusNine() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Set<String> acknowledged = new HashSet<>();
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      while (acknowledged.size() < 20_000) acknowledged.add(out.readLine());
      child.toHandle().destroyForcibly(); // leaves the pipe open, with what is still in it
      for (String line; (line = out.readLine()) != null; )
        if (line.length() == 26) acknowledged.add(line);
    } finally {
      child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    List<String> recovered = recover();

    assertThat(child.exitValue()).isEqualTo(128 + 9);
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(20_000).doesNotContainNull();
    Set<String> survivors = new HashSet<>(recovered);
    assertThat(recovered).hasSameSizeAs(survivors);
    acknowledged.removeAll(survivors);
    assertThat(acknowledged).isEmpty();
  }

  private List<String> recover() throws IOException {
    List<String> ids = new ArrayList<>();
    try (Journal journal = Journal.open(folder, SEGMENT, 64)) {
      long depth = journal.depth();
      for (Batch batch; !(batch = journal.read(500)).records().isEmpty(); journal.drained(batch))
        batch.records().forEach(r -> ids.add(r.requestId()));
      assertThat(ids).hasSize((int) depth);
    }
    return ids;
  }

  /** Appends without end, and says which record it has appended. */
  static final class Appender {
    private Appender() {}

    /**
     * @param args folder; id of a lease, of which each record takes {@value #TAKEN}
     */
    public static void main(String[] args) throws IOException {
      Journal journal = Journal.open(Path.of(args[0]), SEGMENT, 64);
      Charge[] charges =
          args.length < 2
              ? new Charge[0]
              : new Charge[] {new Charge(Long.parseLong(args[1]), TAKEN)};
      while (true) {
        while (journal.ahead() == 0) Thread.onSpinWait(); // only what is in a segment survives
        UsageRecord record = MadeRecord.at(Instant.now()).charges(charges).record();
        journal.append(record);
        System.out.println(record.requestId());
      }
    }
  }
}
