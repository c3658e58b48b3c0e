package dev.serai.up;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that holds all state of this machine. Locked while we live, so that two {@code up}
 * never share a database folder; the lock file tells the pid of the holder.
 */
final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  static DataFolder open(Path given) {
    Path path = given.toAbsolutePath().normalize();
    try {
      Path parent = create(path);
      if (!Files.isWritable(parent) || !Files.isExecutable(parent)) {
        throw Problem.failed("data folder " + given + " is not writable for this user");
      }
      FileChannel lock =
          FileChannel.open(
              path.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      lock(given, lock);
      return new DataFolder(path.toRealPath(), lock);
    } catch (FileAlreadyExistsException e) {
      throw Problem.failed("data folder " + given + ": " + e.getFile() + " is not a folder", e);
    } catch (AccessDeniedException e) {
      throw Problem.failed(
          "data folder " + given + ": no permission on " + e.getFile() + " for this user", e);
    } catch (IOException e) {
      throw Problem.failed("data folder " + given + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static void lock(Path given, FileChannel lock) throws IOException {
    boolean held;
    try {
      held = lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      held = false;
    }
    if (!held) {
      ByteBuffer holder = ByteBuffer.allocate(20);
      lock.read(holder, 0);
      lock.close();
      String pid = new String(holder.array(), StandardCharsets.UTF_8).replace("\0", "").strip();
      throw Problem.failed(
          "data folder " + given + " is in use by another `serai up` (pid " + pid + ")");
    }
    lock.truncate(0);
    lock.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes()), 0);
  }

  private static Path create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) return folder;
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return Files.createDirectories(folder);
  }

  /** A folder in the data folder, there when this returns. */
  Path folder(String name) {
    try {
      return create(path.resolve(name));
    } catch (IOException e) {
      throw Problem.failed("cannot create " + path.resolve(name) + ": " + e.getMessage(), e);
    }
  }

  Path file(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // the process ends, and the lock with it
    }
  }
}
