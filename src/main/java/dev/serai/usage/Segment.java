package dev.serai.usage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One memory-mapped file of the journal.
 *
 * <pre>
 *   0  magic  8  sequence  16  salt  24  offset up to which all is in the database     (header)
 *  64  frame, frame, … each aligned to 8:
 *        0  length of the payload, written last   4  CRC-32C of salt, offset and payload   8  payload
 * </pre>
 *
 * A length of 0 says that nothing was written there, or not to its end; {@link #END} closes a
 * segment. What is written lies in the page cache, so it outlives the process at once and the
 * machine after {@link #force}. The checksum covers the salt and the place, so that bytes which a
 * client chose never pass for a frame.
 */
final class Segment {
  static final int HEADER = 64;

  /** No record comes near it; a length beyond it is damage. */
  static final int LONGEST_PAYLOAD = 1 << 18;

  private static final int END = -1;
  private static final long MAGIC = 0x53_45_52_41_49_4A_30_31L; // SERAIJ01
  private static final int DRAINED = 24;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 16);
  private static final MemorySegment NOTHING = MemorySegment.ofBuffer(ZEROS);
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  final long sequence;
  final Path file;
  final long capacity;

  /** The one that is written after this one; set once. */
  volatile @Nullable Segment next;

  private final Arena arena;
  private final MemorySegment memory;
  private final long salt;
  private final AtomicLong tail = new AtomicLong(HEADER);

  /** Nobody appends (any more), so a hole will never be filled: readers look behind it. */
  private volatile boolean sealed;

  /** The background thread's. */
  private long forced = HEADER;

  private Segment(Path file, Arena arena, MemorySegment memory) {
    this.file = file;
    this.arena = arena;
    this.memory = memory;
    this.capacity = memory.byteSize();
    this.sequence = memory.get(ValueLayout.JAVA_LONG, 8);
    this.salt = memory.get(ValueLayout.JAVA_LONG, 16);
  }

  /**
   * A new file, its space taken on the disk by writing it, since a full disk under a mapping is a
   * fault and not an exception.
   */
  static Segment create(Path file, long sequence, int bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      for (long at = 0; at < bytes; ) {
        ByteBuffer zeros = ZEROS.duplicate();
        zeros.limit((int) Math.min(zeros.capacity(), bytes - at));
        at += channel.write(zeros, at);
      }
      Arena arena = Arena.ofShared();
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
      memory.set(ValueLayout.JAVA_LONG, 8, sequence);
      memory.set(ValueLayout.JAVA_LONG, 16, ThreadLocalRandom.current().nextLong());
      memory.set(ValueLayout.JAVA_LONG, DRAINED, HEADER);
      memory.set(ValueLayout.JAVA_LONG, 0, MAGIC);
      return new Segment(file, arena, memory);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /**
   * One that an earlier process left.
   *
   * @return null when it was never finished, and so never written to
   * @throws IOException when it is not a segment at all
   */
  static @Nullable Segment recover(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() < HEADER) return null;
      Arena arena = Arena.ofShared();
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
      long magic = memory.get(ValueLayout.JAVA_LONG, 0);
      if (magic != MAGIC) {
        arena.close();
        if (magic == 0) return null;
        throw new IOException(file.getFileName() + " is not a journal segment");
      }
      Segment segment = new Segment(file, arena, memory);
      if (segment.drained() < HEADER || (segment.drained() & 7) != 0) segment.drained(HEADER);
      segment.sealed = true;
      return segment;
    }
  }

  /**
   * From any thread.
   *
   * @return false when there is no room left; the segment is then closed for good
   */
  boolean append(byte[] payload, int length, CRC32C crc) {
    if (tail.get() > capacity) return false;
    long size = frame(length);
    long at = tail.getAndAdd(size);
    if (at + size > capacity) {
      if (at < capacity) INT.setRelease(memory, at, END);
      return false;
    }
    MemorySegment.copy(payload, 0, memory, ValueLayout.JAVA_BYTE, at + 8, length);
    memory.set(ValueLayout.JAVA_INT, at + 4, checksum(crc, at, payload, length));
    INT.setRelease(memory, at, length);
    return true;
  }

  /** After a fault: no more appends, and readers do not wait for what was being written. */
  void seal() {
    tail.set(capacity + 1);
    sealed = true;
  }

  boolean sealed() {
    return sealed;
  }

  /** How many whole frames are not drained yet; of a sealed segment. */
  long left(CRC32C crc) {
    long count = 0;
    byte[] payload;
    for (long at = seek(drained(), crc);
        (payload = payload(at, crc)) != null;
        at = seek(at + frame(payload.length), crc)) count++;
    return count;
  }

  /** Offset up to which all is in the database. */
  long drained() {
    return memory.get(ValueLayout.JAVA_LONG, DRAINED);
  }

  void drained(long offset) {
    memory.set(ValueLayout.JAVA_LONG, DRAINED, offset);
  }

  /** Whether nothing follows at {@code at}, now or later. */
  boolean ends(long at) {
    return at >= capacity || (int) INT.getAcquire(memory, at) == END;
  }

  /**
   * The payload of the frame at {@code at}.
   *
   * @return null when no whole frame lies there
   */
  byte @Nullable [] payload(long at, CRC32C crc) {
    if (at + 8 > capacity) return null;
    int length = (int) INT.getAcquire(memory, at);
    if (length <= 0 || length > LONGEST_PAYLOAD || at + frame(length) > capacity) return null;
    byte[] payload = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at + 8, payload, 0, length);
    int expected = memory.get(ValueLayout.JAVA_INT, at + 4);
    return checksum(crc, at, payload, length) == expected ? payload : null;
  }

  /** Of a sealed segment: the first whole frame at or after {@code at}, else the capacity. */
  long seek(long at, CRC32C crc) {
    long here = at;
    while (here < capacity && payload(here, crc) == null) here = behindZeros(here + 8);
    return Math.min(here, capacity);
  }

  private long behindZeros(long at) {
    long here = at;
    while (here < capacity) {
      long chunk = Math.min(NOTHING.byteSize(), capacity - here);
      long differs = memory.asSlice(here, chunk).mismatch(NOTHING.asSlice(0, chunk));
      if (differs >= 0) return here + differs & -8L;
      here += chunk;
    }
    return capacity;
  }

  /** Writes to the disk what has been appended since the last time. One thread only. */
  boolean force() {
    long at = forced;
    for (int length; at < capacity && (length = (int) INT.getAcquire(memory, at)) > 0; )
      at += frame(length);
    if (at == forced) return false;
    memory.asSlice(forced, at - forced).force();
    forced = at;
    return true;
  }

  /** Whether nothing will have to be forced any more. */
  boolean forcedToItsEnd() {
    return sealed || ends(forced);
  }

  /** Unmaps. Nobody may touch it afterwards. */
  void close() {
    arena.close();
  }

  static long frame(int length) {
    return 8 + (length + 7L & -8L);
  }

  private int checksum(CRC32C crc, long at, byte[] payload, int length) {
    crc.reset();
    long place = salt ^ at;
    for (int shift = 0; shift < 64; shift += 8) crc.update((int) (place >>> shift) & 0xFF);
    crc.update(payload, 0, length);
    return (int) crc.getValue();
  }
}
