package dev.serai.usage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a journal, and the lock that keeps a second process out of them. */
final class JournalFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JournalFolder.class);

  private final Path folder;
  private final int segmentBytes;
  private final FileChannel lock;

  private JournalFolder(Path folder, int segmentBytes, FileChannel lock) {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    this.lock = lock;
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
      throw new IOException("the usage journal in " + folder + " is in use by another process");
    }
    return new JournalFolder(folder, segmentBytes, lock);
  }

  Segment create(long sequence) throws IOException {
    return Segment.create(
        folder.resolve("usage-%016d.seg".formatted(sequence)), sequence, segmentBytes);
  }

  /** What an earlier process left, oldest first. Files that hold nothing are deleted. */
  List<Segment> recover() throws IOException {
    List<Segment> left = new ArrayList<>();
    for (Path file : segments()) {
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
    Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    log.atError()
        .addKeyValue("file", aside.getFileName())
        .addKeyValue("cause", cause)
        .log("journal segment set aside");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".seg")).sorted().toList();
    }
  }

  private static boolean locked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
