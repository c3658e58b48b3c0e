package dev.serai.usage;

import dev.serai.call.RequestId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a journal, and the lock that keeps a second process out of them. */
final class JournalFolder implements AutoCloseable {
  /** As {@link RequestId} makes them. */
  private static final Pattern ID = Pattern.compile("[0-9A-Z]{26}");

  private static final Logger log = LoggerFactory.getLogger(JournalFolder.class);

  private final Path folder;
  private final int segmentBytes;
  private final FileChannel lock;
  private final JournalId id;

  private JournalFolder(Path folder, int segmentBytes, FileChannel lock, JournalId id) {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    this.lock = lock;
    this.id = id;
  }

  /**
   * @throws IOException when another journal uses the folder, or it cannot be written
   */
  static JournalFolder open(Path folder, int segmentBytes) throws IOException {
    if (segmentBytes < 4096 || segmentBytes % 8 != 0)
      throw new IllegalArgumentException(
          "journal segment: " + segmentBytes + " bytes (expected: >= 4096 and a multiple of 8)");
    Files.createDirectories(folder);
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(lock)) {
      lock.close();
      throw new JournalInUse(folder);
    }
    try {
      return new JournalFolder(folder, segmentBytes, lock, new JournalId(identify(folder), folder));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  JournalId id() {
    return id;
  }

  /** Whether a journal was ever written there. */
  static boolean hasSegments(Path folder) throws IOException {
    return !segments(folder).isEmpty();
  }

  Segment create(long sequence) throws IOException {
    return Segment.create(
        folder.resolve("usage-%016d.seg".formatted(sequence)), sequence, segmentBytes);
  }

  /** What an earlier process left, oldest first. Files that hold nothing are deleted. */
  List<Segment> recover() throws IOException {
    List<Segment> left = new ArrayList<>();
    for (Path file : segments(folder)) {
      try {
        Segment segment = Segment.recover(file);
        if (segment == null) Files.delete(file);
        else left.add(segment);
      } catch (IOException e) {
        setAside(file, e.toString());
      }
    }
    return left;
  }

  void delete(Segment segment) throws IOException {
    Files.deleteIfExists(segment.file);
  }

  /** Keeps a file for a human that we cannot read, out of the way. */
  void setAside(Path file, String cause) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
    if (Files.exists(aside)) // of an earlier process that began to count anew
    aside = file.resolveSibling(file.getFileName() + "." + RequestId.next() + ".unreadable");
    Files.move(file, aside);
    log.atError()
        .addKeyValue("file", aside.getFileName())
        .addKeyValue("cause", cause)
        .log("journal segment set aside");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static List<Path> segments(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".seg")).sorted().toList();
    }
  }

  /** Made once, whole or not at all: others know the journal by it. */
  private static String identify(Path folder) throws IOException {
    Path file = folder.resolve("id");
    if (Files.exists(file)) {
      String id = Files.readString(file).strip();
      if (ID.matcher(id).matches()) return id;
      throw new IOException(file + " does not hold the id of a journal: restore it");
    }
    String id = RequestId.next();
    Path next = folder.resolve("id.new");
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.US_ASCII)));
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    return id;
  }

  private static boolean locked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
