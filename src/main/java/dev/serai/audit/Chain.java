package dev.serai.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a row's hash is made: SHA-256 over the hash before it, the organization's id, and each field
 * in the order of {@link AuditRow}. A text is its length in bytes, 4 bytes big-endian, and its
 * UTF-8; null is the length -1; numbers, and times as epoch microseconds, are 8 bytes big-endian.
 */
final class Chain {
  /** Before the first row. */
  static final byte[] START = new byte[32];

  private Chain() {}

  static byte[] hash(byte[] before, String organization, AuditRow row) {
    return hash(before, organization, row, row.number());
  }

  /** Whether the row has the hash that it must have as that number after that hash. */
  static boolean fits(byte[] before, String organization, StoredRow stored, long number) {
    return Arrays.equals(hashAs(before, organization, stored, number), stored.hash());
  }

  /** The row's hash if it were that number after that hash; empty when it has none. */
  static byte[] hashAs(byte[] before, String organization, StoredRow stored, long number) {
    try {
      return hash(before, organization, stored.row(), number);
    } catch (ArithmeticException _) { // a time that nobody wrote, such as infinity
      return new byte[0];
    }
  }

  private static byte[] hash(byte[] before, String organization, AuditRow row, long number) {
    MessageDigest digest = sha256();
    digest.update(before);
    text(digest, organization);
    number(digest, number);
    number(digest, micros(row.at()));
    text(digest, row.actorKind());
    text(digest, row.actorId());
    text(digest, row.actorName());
    text(digest, row.surface());
    text(digest, row.address());
    text(digest, row.action());
    text(digest, row.resource());
    text(digest, row.resourceId());
    text(digest, row.outcome());
    text(digest, row.before());
    text(digest, row.after());
    text(digest, row.details());
    return digest.digest();
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private static void number(MessageDigest digest, long number) {
    digest.update(ByteBuffer.allocate(8).putLong(0, number));
  }

  private static void text(MessageDigest digest, @Nullable String text) {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(0, text == null ? -1 : bytes.length));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
