package dev.serai.leases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * The slots of one process, in a file {@code leases-<replica>.slots} that grows by chunks.
 *
 * <pre>
 *   0  magic   8  replica id, 26 characters   64  slot, slot, …
 * </pre>
 */
final class Slots {
  static final int CHUNK = 4096;

  private static final long MAGIC = 0x53_45_52_41_49_4C_30_31L; // SERAIL01
  private static final int HEADER = 64;
  private static final int ID = 26;
  private static final String SUFFIX = ".slots";

  private final Path file;
  private final Deque<Slot> free = new ArrayDeque<>();
  private int made;

  private Slots(Path file) {
    this.file = file;
  }

  /** Of one lease of a process that is no more. */
  record Left(long lease, long reserved) {}

  static Slots create(Path folder, String replica) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("leases-" + replica + SUFFIX);
      ByteBuffer header = ByteBuffer.allocate(HEADER).order(java.nio.ByteOrder.nativeOrder());
      header.putLong(MAGIC).put(replica.getBytes(StandardCharsets.US_ASCII)).rewind();
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        channel.write(header);
      }
      return new Slots(file);
    } catch (IOException e) {
      throw new UncheckedIOException("no file for leases in " + folder, e);
    }
  }

  /** Files that earlier processes left in the folder. */
  static List<Path> left(Path folder, String replica) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .filter(file -> !replica(file).equals(replica))
          .sorted()
          .toList();
    }
  }

  /** Whose it was. */
  static String replica(Path file) {
    String name = file.getFileName().toString();
    return name.substring("leases-".length(), name.length() - SUFFIX.length());
  }

  /** What was reserved when its process ended. */
  static List<Left> read(Path file) throws IOException {
    List<Left> left = new ArrayList<>();
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      if (channel.size() < HEADER || memory.get(ValueLayout.JAVA_LONG, 0) != MAGIC)
        throw new IOException(file.getFileName() + " holds no leases");
      for (long at = HEADER; at + Slot.BYTES <= memory.byteSize(); at += Slot.BYTES) {
        Slot slot = new Slot(memory, at);
        if (slot.lease() != 0 && slot.reserved() > 0)
          left.add(new Left(slot.lease(), slot.reserved()));
      }
    }
    return left;
  }

  /**
   * An empty one.
   *
   * @throws IllegalStateException when {@code most} are in use
   */
  synchronized Slot take(int most) {
    if (free.isEmpty()) {
      if (made + CHUNK > most + CHUNK)
        throw new IllegalStateException("quotas: " + most + " are in use (expected: fewer)");
      grow();
    }
    return free.remove();
  }

  synchronized void free(Slot slot) {
    slot.clear();
    free.add(slot);
  }

  /** After an orderly end there is nothing that anybody would have to know. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Space is taken by writing it: a full disk under a mapping is a fault and not an exception. */
  private void grow() {
    long from = HEADER + (long) made * Slot.BYTES;
    long bytes = (long) CHUNK * Slot.BYTES;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate((int) bytes);
      while (zeros.hasRemaining()) channel.write(zeros, from + zeros.position());
      MemorySegment memory =
          channel.map(FileChannel.MapMode.READ_WRITE, from, bytes, Arena.global());
      for (int i = 0; i < CHUNK; i++) free.add(new Slot(memory, (long) i * Slot.BYTES));
      made += CHUNK;
    } catch (IOException e) {
      throw new UncheckedIOException("no room for leases in " + file.getParent(), e);
    }
  }
}
