package dev.serai.cli.signin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files that are there for their owner alone, from the moment they are. */
final class PrivateFolder {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** For a file that is made. */
  static FileAttribute<?>[] ofItsOwner(Path file) {
    if (!posix(file)) return new FileAttribute<?>[0];
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)};
  }

  /** Makes the folder of a file; one that is there already loses what others may do with it. */
  static Path of(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    if (posix(folder)) Files.setPosixFilePermissions(folder, FOLDER);
    return folder;
  }

  /**
   * The old or the new content is there, never a part of it.
   *
   * @throws SignInFailure when it cannot be written
   */
  static void replace(Path file, String content) {
    @Nullable Path fresh = null;
    try {
      fresh = Files.createTempFile(of(file), unfinished(file), ""); // of its owner alone
      Files.writeString(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete(fresh);
      throw SignInFailure.of("cannot write " + file, e.getClass().getSimpleName());
    }
  }

  /** Removes what a process left that was killed amid {@link #replace}; nobody else writes now. */
  static void sweep(Path file) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, unfinished(file) + "*")) {
      left.forEach(PrivateFolder::delete);
    } catch (IOException e) {
      // there is no folder yet, or the next one sweeps
    }
  }

  private static String unfinished(Path file) {
    return ".new-" + file.getFileName() + "-";
  }

  private static void delete(@Nullable Path fresh) {
    try {
      if (fresh != null) Files.deleteIfExists(fresh);
    } catch (IOException e) {
      // the folder is private
    }
  }
}
