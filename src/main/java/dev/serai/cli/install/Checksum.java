package dev.serai.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a file, in a file beside it that {@code sha256sum -c} understands. */
final class Checksum {
  private Checksum() {}

  static String of(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  static void write(Path file, Path checksum) throws IOException {
    Files.writeString(checksum, of(file) + " *" + file.getFileName() + "\n");
  }

  static boolean matches(Path file, Path checksum) throws IOException {
    return Files.exists(checksum) && Files.readString(checksum).startsWith(of(file) + " ");
  }
}
