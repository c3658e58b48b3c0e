package dev.serai.cli.signin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** A file of its owner alone, replaced as a whole. Not encrypted: only for who asks for it. */
record FileStore(Path file, ProcessLock processes) implements TokenStore {
  private static final Set<PosixFilePermission> OWNER =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  @Override
  public Optional<String> load() {
    try {
      if (!Files.isRegularFile(file)) return Optional.empty();
      if (PrivateFolder.posix(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file)))
        throw SignInFailure.of(
            "others can read " + file, "try: chmod 600 " + file + ", or serai login again");
      String token = Files.readString(file).strip();
      return token.isEmpty() ? Optional.empty() : Optional.of(token);
    } catch (IOException e) {
      throw SignInFailure.of("cannot read " + file, e.getClass().getSimpleName());
    }
  }

  @Override
  public void save(String token) {
    PrivateFolder.replace(file, token + "\n");
  }

  @Override
  public void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw SignInFailure.of("cannot delete " + file, e.getClass().getSimpleName());
    }
  }

  @Override
  public Lock lock() {
    Lock lock = processes.take();
    PrivateFolder.sweep(file);
    return lock;
  }
}
