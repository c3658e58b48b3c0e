package dev.serai.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local journal of usage records: a chain of memory-mapped {@link Segment}s in one folder.
 *
 * <p>{@link #append} is for event loops: it takes space by one atomic add and copies the record
 * into the page cache, without a system call or a lock. A record that was appended survives the
 * death of the process at once, and that of the machine after {@value #FORCE_EVERY_MILLIS} ms. When
 * no segment is ready (the disk is full, or the database was down until the last segment was used
 * up) records wait in memory, up to a bound; what is beyond it is lost and counted.
 *
 * <p>Reading is for one thread, {@link JournalDrain}'s. A thread of its own prepares segments
 * ahead, forces them to disk, and moves records from memory to the journal when there is room.
 */
public final class Journal implements AutoCloseable {
  static final long FORCE_EVERY_MILLIS = 10;

  /** Two, so that a burst that fills one does not overtake the thread that prepares the next. */
  private static final int SEGMENTS_AHEAD = 2;

  private static final long DISK_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final JournalFolder folder;
  private final int segmentsMax;
  private final Thread keeper = new Thread(this::keep, "usage-journal");
  private final AtomicReference<Segment> current;
  private final AtomicInteger segments = new AtomicInteger();
  private final Overflow overflow = new Overflow();
  private final AtomicLong appended = new AtomicLong();
  private volatile long drained;
  private volatile boolean closed;

  /** Guards mappings against going while they are forced. Never taken by {@link #append}. */
  private final ReentrantLock mapping = new ReentrantLock();

  /** Guarded by {@link #mapping}. */
  private Segment forcing;

  /** The drain's: the oldest segment left, where it reads next, segments that must be kept. */
  private Segment oldest;

  private Segment reading;
  private long readAt;
  private final Set<Long> unreadable = new HashSet<>();
  private final CRC32C readCrc = new CRC32C();

  /** The segment that the next one is tied to. Written by the keeper alone. */
  private volatile Segment newest;

  /** Sequence of the first segment that this process writes. */
  private final long firstOwn;

  /** The keeper's: since when the disk fails. */
  private long diskFailedAt;

  private volatile boolean diskFails;

  /** The keeper's. */
  private boolean fullSaid;

  private Journal(JournalFolder folder, int segmentsMax) throws IOException {
    this.folder = folder;
    this.segmentsMax = segmentsMax;
    List<Segment> left = folder.recover();
    long count = 0;
    for (Segment segment : left) count += segment.left(readCrc);
    firstOwn = left.isEmpty() ? 1 : left.getLast().sequence + 1;
    try {
      left.add(folder.create(firstOwn));
    } catch (IOException e) {
      if (left.isEmpty()) throw e;
      diskFailed(e); // to drain what is left makes room
      left.getLast().seal();
    }
    newest = left.getLast();
    for (int i = 1; i < left.size(); i++) left.get(i - 1).next = left.get(i);
    current = new AtomicReference<>(newest);
    forcing = newest;
    oldest = reading = left.getFirst();
    readAt = oldest.drained();
    segments.set(left.size());
    appended.set(count);
    if (count > 0) log.atInfo().addKeyValue("records", count).log("journal recovered");
  }

  /**
   * Opens the folder, creating it when missing, and finds what an earlier process left in it.
   *
   * @param segmentBytes size of a file, taken on the disk at once
   * @param segmentsMax how many files there may be before records have to wait in memory
   * @throws JournalInUse when another process uses the folder
   * @throws IOException when it cannot be read or written
   */
  public static Journal open(Path folder, int segmentBytes, int segmentsMax) throws IOException {
    JournalFolder files = JournalFolder.open(folder, segmentBytes);
    try {
      Journal journal = new Journal(files, segmentsMax);
      journal.keeper.setDaemon(true);
      journal.keeper.start();
      return journal;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /** Keeps the record. Never blocks and never throws; any thread. */
  public void append(UsageRecord usage) {
    Frame frame = Frame.of(usage);
    appended.incrementAndGet();
    keepOrSpill(frame);
  }

  /** Records that are not in the database yet. */
  public long depth() {
    return appended.get() - overflow.lost() - drained;
  }

  /**
   * Whether the segment that is being written is the last there will be: records of running calls
   * go there, those of others should not.
   */
  boolean full() {
    return ahead() == 0 && (diskFails || segments.get() >= segmentsMax);
  }

  /** Records that wait in memory for a segment. */
  int inMemory() {
    return overflow.size();
  }

  /** Records that found neither a segment nor room in memory, since the start. */
  public long lost() {
    return overflow.lost();
  }

  public JournalId id() {
    return folder.id();
  }

  /** Of the drain's thread: nothing is left of what earlier processes wrote. */
  boolean recovered() {
    return oldest.sequence >= firstOwn;
  }

  /** Whether no new segment could be made; tried again each second. */
  boolean diskFails() {
    return diskFails;
  }

  /** Of the drain's thread: the next records, at most {@code max}. */
  Batch read(int max) {
    List<UsageRecord> records = new ArrayList<>();
    int foreign = 0;
    Segment segment = reading;
    long at = readAt;
    while (records.size() + foreign < max) {
      if (segment.sealed()) at = segment.seek(at, readCrc);
      if (segment.ends(at)) {
        Segment next = segment.next;
        if (next == null) break;
        segment = next;
        at = next.drained();
        continue;
      }
      byte[] payload = segment.payload(at, readCrc);
      if (payload == null) break;
      at += Segment.frame(payload.length);
      UsageRecord usage = decode(payload);
      if (usage != null) {
        records.add(usage);
      } else {
        unreadable.add(segment.sequence);
        foreign++;
      }
    }
    reading = segment;
    readAt = at;
    int journaled = records.size();
    for (byte[] kept; records.size() + foreign < max && (kept = overflow.take()) != null; )
      records.add(RecordCodec.read(new Bytes(kept)));
    return new Batch(records, journaled, foreign, segment, at);
  }

  /** Of the drain's thread: the batch is in the database. Segments that are done with go. */
  void drained(Batch batch) throws IOException {
    drained += batch.records().size() + batch.unreadable();
    while (oldest != batch.segment()) {
      Segment done = oldest;
      oldest = Objects.requireNonNull(done.next);
      remove(done);
    }
    if (oldest.drained() != batch.offset()) oldest.drained(batch.offset());
  }

  /** Of the drain's thread: the batch will not be stored by this process. */
  void giveBack(Batch batch) {
    for (UsageRecord usage : batch.records().subList(batch.journaled(), batch.records().size()))
      keepOrSpill(Frame.of(usage));
  }

  /**
   * Forces everything to disk and lets go of the folder; what is not drained stays in it. The drain
   * must have stopped.
   */
  @Override
  public void close() throws IOException {
    if (closed) return;
    closed = true;
    LockSupport.unpark(keeper);
    try {
      keeper.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    mapping.lock();
    try {
      long written = current().sequence;
      for (Segment s = oldest; s != null; s = s.next) {
        s.close();
        if (s.sequence > written) folder.delete(s);
      }
    } finally {
      mapping.unlock();
      folder.close();
    }
  }

  private void keepOrSpill(Frame frame) {
    if (closed || !write(frame.bytes.array, frame.bytes.position, frame.crc))
      overflow.add(frame.bytes.copy());
  }

  private boolean write(byte[] payload, int length, CRC32C crc) {
    while (true) {
      Segment segment = current();
      try {
        if (segment.append(payload, length, crc)) return true;
      } catch (InternalError | IllegalStateException e) {
        // the disk failed under the mapping, or the journal has just been closed
        segment.seal();
        return false;
      }
      Segment next = segment.next;
      if (next != null) advance(segment, next);
      else if (current() == segment) return false;
    }
  }

  private void advance(Segment from, Segment to) {
    // the one wake-up in a whole segment of records
    if (current.compareAndSet(from, to)) LockSupport.unpark(keeper);
  }

  private Segment current() {
    return Objects.requireNonNull(current.get());
  }

  private static @Nullable UsageRecord decode(byte[] payload) {
    try {
      return RecordCodec.read(new Bytes(payload));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void remove(Segment done) throws IOException {
    mapping.lock();
    try {
      if (forcing == done) forcing = Objects.requireNonNull(done.next);
      if (unreadable.remove(done.sequence))
        folder.setAside(done.file, "records of a version that is not known here");
      else folder.delete(done);
      segments.decrementAndGet();
      done.close();
    } finally {
      mapping.unlock();
    }
  }

  private void keep() {
    while (!closed) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FORCE_EVERY_MILLIS));
      tend();
    }
    tend();
  }

  private void tend() {
    boolean tries = !diskFails || System.nanoTime() - diskFailedAt > DISK_RETRY_NANOS;
    try {
      if (tries) prepare();
      if (!overflow.isEmpty()) refill();
      force();
      if (tries && diskFails) {
        log.info("journal uses its disk again");
        diskFails = false;
      }
    } catch (IOException | RuntimeException | InternalError e) {
      diskFailed(e);
    }
    overflow.say();
    say();
  }

  private void say() {
    boolean full = full();
    if (full && !fullSaid)
      log.atError()
          .addKeyValue("depth", depth())
          .addKeyValue("segments", segments.get())
          .log("the usage journal is full");
    if (!full && fullSaid) log.info("the usage journal has room again");
    fullSaid = full;
  }

  private void diskFailed(Throwable cause) {
    diskFailedAt = System.nanoTime();
    if (!diskFails)
      log.atError().addKeyValue("cause", cause.toString()).log("journal cannot use its disk");
    diskFails = true;
  }

  private void prepare() throws IOException {
    for (int ahead = ahead(); ahead < SEGMENTS_AHEAD && !closed; ahead++) {
      if (segments.get() >= segmentsMax) return;
      Segment next = folder.create(newest.sequence + 1);
      segments.incrementAndGet();
      newest.next = next;
      newest = next;
    }
  }

  /** Segments that are ready to be written after the current one. */
  int ahead() {
    return (int) (newest.sequence - current().sequence);
  }

  private void refill() {
    CRC32C crc = new CRC32C();
    for (byte[] payload; (payload = overflow.take()) != null; ) {
      if (write(payload, payload.length, crc)) continue;
      overflow.add(payload);
      return;
    }
  }

  private void force() {
    mapping.lock();
    try {
      while (true) {
        if (!forcing.sealed()) forcing.force();
        Segment next = forcing.next;
        if (next == null || !forcing.forcedToItsEnd()) return;
        forcing = next;
      }
    } finally {
      mapping.unlock();
    }
  }
}
