package dev.serai.cli.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one launch, which its user alone can read. A lock on a file in it says that its
 * launch lives: the system lets go of it with the process, however that ends, also in another
 * container on the same folder.
 */
final class Scratch implements AutoCloseable {
  private static final String LOCK = ".lock";
  private static final Pattern NAME = Pattern.compile("serai-launch-\\d{1,18}-.+");

  private final Path folder;
  private final FileChannel channel;

  private Scratch(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Where folders of launches are, for this user's environment. */
  static Path parent(Map<String, String> env) {
    String runtime = env.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!runtime.isBlank() && Files.isWritable(Path.of(runtime))) return Path.of(runtime);
    String temp = env.getOrDefault("TMPDIR", "");
    if (!temp.isBlank() && Files.isWritable(Path.of(temp))) return Path.of(temp);
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** Makes one, and removes what launches left that did not end as they should. */
  static Scratch in(Path parent) {
    try {
      Path folder = Files.createTempDirectory(parent, start(), onlyOurs(parent, "rwx------"));
      // locked before it has the name by which others look for it
      Path lock = folder.resolve(LOCK + "-new");
      FileChannel channel =
          FileChannel.open(
              lock,
              java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              onlyOurs(parent, "rw-------"));
      channel.lock();
      Files.move(lock, folder.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
      sweep(parent, folder);
      return new Scratch(folder, channel);
    } catch (IOException e) {
      throw new LaunchFailure(
          LaunchFailure.FAILED,
          "no folder for temporary files in " + parent,
          String.valueOf(e.getMessage()),
          "try: TMPDIR=<a folder of yours>");
    }
  }

  private static String start() {
    return "serai-launch-" + ProcessHandle.current().pid() + "-";
  }

  Path folder() {
    return folder;
  }

  void write(String name, String content) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent(), onlyOurs(folder, "rwx------"));
      Files.createFile(file, onlyOurs(folder, "rw-------"));
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("a temporary file", e);
    }
  }

  /** Makes a folder of the user's for what a tool wants to find again. */
  void keep(Path target) {
    try {
      Files.createDirectories(target, onlyOurs(folder, "rwx------"));
    } catch (IOException e) {
      throw new LaunchFailure(
          LaunchFailure.FAILED, "no folder " + target, String.valueOf(e.getMessage()));
    }
  }

  /** To a file that is not there yet there is none; see {@link #putBack}. */
  void link(String name, Path target) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent(), onlyOurs(folder, "rwx------"));
      if (!Files.exists(target)) return;
      Files.createSymbolicLink(file, target);
    } catch (IOException | UnsupportedOperationException e) {
      throw new LaunchFailure(
          LaunchFailure.FAILED, "no link to " + target, String.valueOf(e.getMessage()));
    }
  }

  /** A file that the tool made, or moved to where the link was, goes to where that led. */
  void putBack(String name, Path target) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return;
    try {
      Path place = Files.exists(target) ? target.toRealPath() : target;
      Path next = Files.createTempFile(place.getParent(), ".serai-", "");
      Files.copy(
          file, next, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(next, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // as if the tool could not write it
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      delete(folder);
    } catch (IOException e) {
      // the next launch tries again
    }
  }

  private static void sweep(Path parent, Path ours) throws IOException {
    var owner = Files.getOwner(ours);
    try (Stream<Path> folders = Files.list(parent)) {
      for (Path folder :
          folders.filter(each -> NAME.matcher(each.getFileName().toString()).matches()).toList()) {
        if (folder.equals(ours) || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) continue;
        if (owner.equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS)) && abandoned(folder))
          delete(folder);
      }
    } catch (IOException e) {
      // somebody else sweeps too, or may not be swept
    }
  }

  /**
   * Nobody holds its lock. The number in its name says nothing: another program may have it by now.
   */
  private static boolean abandoned(Path folder) {
    // ours: to open and close a file lets go of a lock that this process has on it
    if (folder.getFileName().toString().startsWith(start())) return false;
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        @Nullable FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  /** Follows no link: what is behind one is the user's. */
  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static FileAttribute<?>[] onlyOurs(Path near, String permissions) throws IOException {
    if (!Files.getFileStore(near).supportsFileAttributeView("posix"))
      return new FileAttribute<?>[0];
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }
}
