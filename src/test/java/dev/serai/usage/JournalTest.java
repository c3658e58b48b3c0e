package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.testing.EndedCalls;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

class JournalTest {
  private static final int SMALL = 64 * 1024;

  @TempDir Path folder;

  @Test
  void givesBackWhatWasAppendedInOrder() throws IOException {
    try (Journal journal = Journal.open(folder, SMALL, 8)) {
      List<UsageRecord> records = append(journal, 3);

      assertThat(journal.depth()).isEqualTo(3);
      Batch batch = journal.read(500);
      assertThat(batch.records()).isEqualTo(records);
      journal.drained(batch);
      assertThat(journal.depth()).isZero();
      assertThat(journal.read(500).records()).isEmpty();
    }
  }

  @Test
  void findsAfterARestartWhatWasNotDrained() throws IOException {
    List<UsageRecord> records;
    try (Journal journal = Journal.open(folder, SMALL, 8)) {
      records = append(journal, 10);
      journal.drained(journal.read(4));
      journal.read(3);
    }

    try (Journal journal = Journal.open(folder, SMALL, 8)) {
      assertThat(journal.depth()).isEqualTo(6);
      Batch rest = journal.read(500);
      assertThat(rest.records()).isEqualTo(records.subList(4, 10));
      journal.drained(rest);
      assertThat(journal.depth()).isZero();
      assertThat(segments()).hasSizeLessThanOrEqualTo(3);
    }
  }

  @Test
  void keepsItsIdForEveryProcessThatUsesTheFolder() throws IOException {
    JournalId first;
    try (Journal journal = Journal.open(folder, SMALL, 8)) {
      first = journal.id();
    }
    assertThat(first.id()).matches("[0-9A-Z]{26}");
    assertThat(first.folder()).isEqualTo(folder);
    try (Journal journal = Journal.open(folder, SMALL, 8)) {
      assertThat(journal.id()).isEqualTo(first);
    }

    Files.writeString(folder.resolve("id"), "");
    assertThatThrownBy(() -> Journal.open(folder, SMALL, 8)).hasMessageContaining("restore it");
    Files.writeString(folder.resolve("id"), first.id());
    Journal.open(folder, SMALL, 8).close();
  }

  @Test
  void fourThreadsThatRollSegmentsLoseAndDoubleNothing() throws Exception {
    int each = 3000;
    try (Journal journal = Journal.open(folder, SMALL, 8)) {
      Set<String> appended = ConcurrentHashMap.newKeySet();
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads =
          IntStream.range(0, 4)
              .mapToObj(
                  t ->
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                await(start);
                                for (int i = 0; i < each; i++) appended.add(append(journal));
                              }))
              .toList();
      start.countDown();

      List<String> read = new ArrayList<>();
      while (read.size() < 4 * each) {
        Batch batch = journal.read(500);
        batch.records().forEach(r -> read.add(r.requestId()));
        journal.drained(batch);
        if (batch.records().isEmpty()) Thread.onSpinWait();
      }
      for (Thread thread : threads) thread.join();

      assertThat(read).hasSize(4 * each);
      assertThat(new HashSet<>(read)).isEqualTo(appended);
      assertThat(journal.depth()).isZero();
      assertThat(journal.lost()).isZero();
    }
  }

  @Test
  void skipsATornFrameAndReadsWhatFollowsIt() throws IOException {
    List<UsageRecord> records;
    try (Journal journal = Journal.open(folder, SMALL, 8)) {
      records = append(journal, 4);
    }
    long second = Segment.HEADER + frameBytes(records.get(0));
    long third = second + frameBytes(records.get(1));
    poke(second, new byte[] {0, 0, 0, 0}); // claimed, never finished
    poke(third + 20, new byte[] {1, 2, 3}); // finished, damaged

    try (Journal journal = Journal.open(folder, SMALL, 8)) {
      assertThat(journal.depth()).isEqualTo(2);
      assertThat(journal.read(500).records()).isEqualTo(List.of(records.get(0), records.get(3)));
    }
  }

  @Test
  void keepsRecordsInMemoryWhenTheLastSegmentIsFullAndJournalsThemLater() throws IOException {
    try (Journal journal = Journal.open(folder, 4096, 1)) {
      List<UsageRecord> records = append(journal, 100);

      assertThat(journal.depth()).isEqualTo(100);
      assertThat(journal.lost()).isZero();
      assertThat(drained(journal, 100)).hasSameElementsAs(records);
      assertThat(journal.depth()).isZero();
    }
  }

  @Test
  void keepsRecordsInMemoryWhileTheDiskFailsAndJournalsThemWhenItIsBack() throws IOException {
    try (Journal journal = Journal.open(folder, 4096, 64)) {
      Awaitility.await().until(() -> journal.ahead() == 2);
      FileSystemUtils.deleteRecursively(folder);
      List<UsageRecord> records = append(journal, 100); // far more than three segments hold
      Awaitility.await().until(journal::diskFails);

      Files.createDirectories(folder);
      Awaitility.await().until(() -> journal.ahead() == 2);

      assertThat(journal.lost()).isZero();
      assertThat(drained(journal, 100)).hasSameElementsAs(records);
      assertThat(journal.depth()).isZero();
    }
  }

  @Test
  void hasSettingsUnderWhichEveryRecordFits() {
    DataSize segment = DataSize.ofKilobytes(64);
    assertThat(new JournalSettings(folder, segment, 3, WhenFull.REFUSE).segment())
        .isEqualTo(segment);
    assertThatThrownBy(() -> new JournalSettings(folder, segment, 2, WhenFull.REFUSE))
        .hasMessageContaining("serai.journal.segments-max: 2");
    assertThatThrownBy(
            () -> new JournalSettings(folder, DataSize.ofBytes(4096), 3, WhenFull.REFUSE))
        .hasMessageContaining("serai.journal.segment: 4096B");
  }

  @Test
  void isFullWhenNoSegmentCanFollowAndHasAWholeOneLeftForRunningCalls() throws IOException {
    try (Journal journal = Journal.open(folder, 4096, 3)) {
      Awaitility.await().until(() -> journal.ahead() == 2);
      assertThat(journal.full()).isFalse();
      int count = 0;
      for (; journal.ahead() > 0; count++) append(journal);
      Awaitility.await().until(journal::full);
      append(journal, 5);
      assertThat(journal.inMemory()).isZero();

      drained(journal, count + 5);

      Awaitility.await().until(() -> !journal.full());
      assertThat(journal.ahead()).isPositive();
    }
  }

  @Test
  void drainsASegmentAnewWhoseMarkIsDamaged() throws IOException {
    List<UsageRecord> records;
    try (Journal journal = Journal.open(folder, SMALL, 4)) {
      records = append(journal, 3);
      journal.drained(journal.read(1));
    }
    poke(24, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});

    try (Journal journal = Journal.open(folder, SMALL, 4)) {
      assertThat(journal.read(500).records()).isEqualTo(records);
    }
  }

  @Test
  void countsWhatFindsNoRoomAnywhere() throws IOException {
    try (Journal journal = Journal.open(folder, 4096, 1)) {
      UsageRecord record = UsageRecord.of(EndedCalls.served());
      for (int i = 0; i < Overflow.RECORDS_MAX + 100; i++) journal.append(record);

      assertThat(journal.lost()).isPositive();
      assertThat(journal.depth() + journal.lost()).isEqualTo(Overflow.RECORDS_MAX + 100);
    }
  }

  @Test
  void aSecondJournalNeverSharesTheFolder() throws IOException {
    try (Journal journal = Journal.open(folder, SMALL, 8)) {
      assertThatThrownBy(() -> Journal.open(folder, SMALL, 8))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another process");
      assertThat(journal.depth()).isZero();
    }
    Journal.open(folder, SMALL, 8).close();
  }

  @Test
  void setsAsideAFileThatIsNoSegment() throws IOException {
    Files.writeString(folder.resolve("usage-0000000000000001.seg"), "not a journal".repeat(100));
    Files.write(folder.resolve("usage-0000000000000002.seg"), new byte[1000]); // never finished

    try (Journal journal = Journal.open(folder, SMALL, 8)) {
      assertThat(journal.depth()).isZero();
      assertThat(folder.resolve("usage-0000000000000001.seg.unreadable")).exists();
      assertThat(folder.resolve("usage-0000000000000002.seg")).doesNotExist();
    }
  }

  @Test
  void keepsTheSegmentOfARecordThatANewerVersionWrote() throws Exception {
    try (JournalFolder files = JournalFolder.open(folder, SMALL)) {
      Segment segment = files.create(1);
      segment.append(new byte[] {99, 1, 2}, 3, new java.util.zip.CRC32C());
      segment.close();
    }

    try (Journal journal = Journal.open(folder, SMALL, 8)) {
      Batch batch = journal.read(500);
      assertThat(batch.unreadable()).isEqualTo(1);
      append(journal);
      journal.drained(batch);
      journal.drained(journal.read(500));
      assertThat(journal.depth()).isZero();
      assertThat(folder.resolve("usage-0000000000000001.seg.unreadable")).exists();
    }
  }

  private static List<UsageRecord> drained(Journal journal, int count) throws IOException {
    List<UsageRecord> read = new ArrayList<>();
    while (read.size() < count) {
      Batch batch = journal.read(30);
      read.addAll(batch.records());
      journal.drained(batch);
    }
    return read;
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".seg")).toList();
    }
  }

  private void poke(long at, byte[] bytes) throws IOException {
    try (FileChannel file = FileChannel.open(segments().getFirst(), StandardOpenOption.WRITE)) {
      file.write(java.nio.ByteBuffer.wrap(bytes), at);
    }
  }

  private static long frameBytes(UsageRecord record) {
    Bytes bytes = new Bytes(16);
    RecordCodec.write(record, bytes);
    return Segment.frame(bytes.position);
  }

  private static List<UsageRecord> append(Journal journal, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              UsageRecord record = UsageRecord.of(EndedCalls.served());
              journal.append(record);
              return record;
            })
        .toList();
  }

  private static String append(Journal journal) {
    return append(journal, 1).getFirst().requestId();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
