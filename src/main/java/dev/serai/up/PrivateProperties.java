package dev.serai.up;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** A file of properties that only its owner can read; replaced in one step. */
final class PrivateProperties {
  private PrivateProperties() {}

  /** None when there is no file. */
  static Properties read(Path file) throws IOException {
    Properties saved = new Properties();
    if (!Files.exists(file)) return saved;
    try (Reader reader = Files.newBufferedReader(file)) {
      saved.load(reader);
    }
    return saved;
  }

  static void write(Path file, Properties properties, String comment) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    writeText(next, "");
    try (Writer writer = Files.newBufferedWriter(next)) {
      properties.store(writer, comment);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void writeText(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(file, text);
  }

  /** 192 random bits, as letters, digits, - and _. */
  static String secret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
