package dev.serai.secrets;

import dev.serai.call.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** 32-byte keys as text, and the file that holds them when the environment does not. */
final class KeyFile {
  static final int BYTES = 32;

  private static final Logger log = LoggerFactory.getLogger(KeyFile.class);
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private KeyFile() {}

  /** The keys in the file, which is made with a random one when it is missing. */
  static List<byte[]> readOrCreate(Path file) {
    try {
      if (!Files.exists(file)) create(file);
      warnIfOthersMayRead(file);
      List<String> lines = Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList();
      if (lines.isEmpty())
        throw new IllegalStateException(file + ": empty (expected: a key of 32 bytes in base64)");
      return lines.stream().map(line -> decode(Secret.of(line.strip()), file.toString())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read or create the key file " + file, e);
    }
  }

  /**
   * @param source for the message, which never holds the text
   */
  static byte[] decode(Secret text, String source) {
    String value = text.reveal().strip();
    byte[] key;
    try {
      key =
          HEX.matcher(value).matches()
              ? HexFormat.of().parseHex(value)
              : Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(source + ": neither hex nor base64 (expected: 32 bytes)");
    }
    if (key.length != BYTES)
      throw new IllegalArgumentException(source + ": " + key.length + " bytes (expected: 32)");
    return key;
  }

  /** Complete or not there at all, even when two gateways start at once. */
  private static void create(Path file) throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, file.getFileName().toString(), ".new", OWNER_ONLY);
    try {
      Files.writeString(draft, Base64.getEncoder().encodeToString(key) + "\n");
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException _) {
      log.debug("another process made the key file first");
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void warnIfOthersMayRead(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_READ))
      log.atWarn()
          .addKeyValue("file", file)
          .log("everybody on this machine can read the key file (expected: mode 0600)");
  }
}
