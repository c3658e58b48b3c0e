package dev.serai.keys;

import dev.serai.call.KeyHash;
import dev.serai.keys.VirtualKey.Status;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A secret and its key in one array of bytes, some 120 with the array's own header. Two reads from
 * memory tell whether it is the one that was sent and whether it is usable.
 *
 * <pre>
 *   0 hash (32)   32 expires at   40 valid until   48 scope   52 requests per minute   56 status
 *   57 length of the id   58 id, name
 * </pre>
 *
 * Texts are UTF-8, times epoch milliseconds with {@link KeyEntry#NEVER} for none, the scope is a
 * number in {@link Scopes}. Not changed any more once it is in a {@link KeyTable}.
 */
final class PackedKey {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int EXPIRES_AT = 32;
  private static final int VALID_UNTIL = 40;
  private static final int SCOPE = 48;
  private static final int REQUESTS_PER_MINUTE = 52;
  private static final int STATUS = 56;
  private static final int ID_LENGTH = 57;
  static final int ID = 58;

  private static final Status[] STATUSES = Status.values();

  private PackedKey() {}

  /**
   * A key of which nothing else is known yet.
   *
   * @throws IllegalArgumentException for an id of more than 255 bytes
   */
  static byte[] named(byte[] bytes, int id, int idLength, int name, int nameLength) {
    if (idLength > 255) throw new IllegalArgumentException("key id: " + idLength + " bytes");
    byte[] packed = new byte[ID + idLength + nameLength];
    packed[ID_LENGTH] = (byte) idLength;
    System.arraycopy(bytes, id, packed, ID, idLength);
    System.arraycopy(bytes, name, packed, ID + idLength, nameLength);
    return packed;
  }

  static void describe(
      byte[] packed, int scope, Status status, int requestsPerMinute, long expiresAt) {
    LONG.set(packed, EXPIRES_AT, expiresAt);
    INT.set(packed, SCOPE, scope);
    INT.set(packed, REQUESTS_PER_MINUTE, requestsPerMinute);
    packed[STATUS] = (byte) status.ordinal();
  }

  /** The key with one of its secrets: the same array for the first one, a copy for each other. */
  static byte[] withSecret(byte[] packed, KeyHash hash, long validUntil) {
    byte[] mine = has(packed, KeyHash.NONE) ? packed : packed.clone();
    LONG.set(mine, 0, hash.a());
    LONG.set(mine, 8, hash.b());
    LONG.set(mine, 16, hash.c());
    LONG.set(mine, 24, hash.d());
    LONG.set(mine, VALID_UNTIL, validUntil);
    return mine;
  }

  /** All 32 bytes of it. */
  static boolean has(byte[] packed, KeyHash hash) {
    return (long) LONG.get(packed, 0) == hash.a()
        && (long) LONG.get(packed, 8) == hash.b()
        && (long) LONG.get(packed, 16) == hash.c()
        && (long) LONG.get(packed, 24) == hash.d();
  }

  static KeyHash hash(byte[] packed) {
    return new KeyHash(
        (long) LONG.get(packed, 0),
        (long) LONG.get(packed, 8),
        (long) LONG.get(packed, 16),
        (long) LONG.get(packed, 24));
  }

  static boolean usable(byte[] packed, long now) {
    return status(packed) == Status.ACTIVE && now < end(packed);
  }

  /** When its time is over: the key's, or that of this secret. */
  static long end(byte[] packed) {
    return Math.min(expiresAt(packed), validUntil(packed));
  }

  static long expiresAt(byte[] packed) {
    return (long) LONG.get(packed, EXPIRES_AT);
  }

  static long validUntil(byte[] packed) {
    return (long) LONG.get(packed, VALID_UNTIL);
  }

  static int scope(byte[] packed) {
    return (int) INT.get(packed, SCOPE);
  }

  static int requestsPerMinute(byte[] packed) {
    return (int) INT.get(packed, REQUESTS_PER_MINUTE);
  }

  static Status status(byte[] packed) {
    return STATUSES[packed[STATUS]];
  }

  static int idLength(byte[] packed) {
    return packed[ID_LENGTH] & 0xff;
  }

  static String id(byte[] packed) {
    return new String(packed, ID, idLength(packed), StandardCharsets.UTF_8);
  }

  static String name(byte[] packed) {
    int start = ID + idLength(packed);
    return new String(packed, start, packed.length - start, StandardCharsets.UTF_8);
  }
}
