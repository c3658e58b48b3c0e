package dev.serai.leases;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mapped file of {@link Slot}s. Its name carries no meaning.
 *
 * <pre>
 *   0  magic   8  id of the replica, 26 characters   64  slot, slot, …
 * </pre>
 *
 * What is written lies in the page cache: it outlives the process, and not the machine. Then what
 * the database was last told holds, and what the journal says.
 */
final class SlotFile {
  static final int SLOTS = 4096;

  private static final int HEADER = 64;
  private static final long MAGIC = 0x53_45_52_41_49_53_30_31L; // SERAIS01
  private static final int ID = 26;
  static final int BYTES = HEADER + SLOTS * Slot.BYTES;

  private SlotFile() {}

  /** What a replica used of one lease, or had reserved of it when it ended. */
  record Use(long lease, long used) {}

  /**
   * @param replica its id
   */
  record Remains(Path file, String replica, List<Use> uses) {}

  /**
   * A new file; its space is taken on the disk by writing it, since a full disk under a mapping is
   * a fault and not an exception. Unmapped when nobody refers to its slots any more.
   */
  static MemorySegment create(Path folder, String replica, int number) throws IOException {
    Files.createDirectories(folder);
    Path file = path(folder, replica, number);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(BYTES);
      while (zeros.hasRemaining()) channel.write(zeros);
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, Arena.ofAuto());
      byte[] id = replica.getBytes(StandardCharsets.US_ASCII);
      MemorySegment.copy(id, 0, memory, ValueLayout.JAVA_BYTE, 8, ID);
      memory.set(ValueLayout.JAVA_LONG, 0, MAGIC);
      return memory;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  static Path path(Path folder, String replica, int number) {
    return folder.resolve("leases-%s-%04d.slots".formatted(replica, number));
  }

  static Slot slot(MemorySegment memory, int index) {
    return new Slot(memory, HEADER + (long) index * Slot.BYTES);
  }

  static List<Path> in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().matches("leases-.*\\.slots")).toList();
    }
  }

  /**
   * What a process that is dead left.
   *
   * @return null when it was never finished, and so never used
   */
  static @Nullable Remains read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length < BYTES) return null;
    MemorySegment memory = Arena.ofAuto().allocate(bytes.length, Slot.BYTES);
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    if (memory.get(ValueLayout.JAVA_LONG, 0) != MAGIC) return null;
    String replica = new String(bytes, 8, ID, StandardCharsets.US_ASCII);
    List<Use> uses = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      Slot slot = slot(memory, i);
      if (slot.lease() != 0) uses.add(new Use(slot.lease(), slot.used()));
    }
    return new Remains(file, replica, uses);
  }
}
