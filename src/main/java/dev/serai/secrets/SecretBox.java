package dev.serai.secrets;

import dev.serai.call.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets that have to be read again, with AES-256-GCM. Layout: format version (1 byte), key
 * id (4), nonce (12), cipher text and tag; version and key id are authenticated too. Thread-safe.
 *
 * <p>To rotate: put a new master key first and keep the old one; whatever {@link #renew} returns
 * opens without the old key.
 */
public final class SecretBox {
  private static final byte VERSION = 1;
  private static final int HEADER = 1 + Integer.BYTES;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final Map<Integer, SecretKeySpec> keys;
  private final int current;

  /**
   * @param masterKeys 32 bytes each; the first seals, all open
   */
  public SecretBox(List<byte[]> masterKeys) {
    keys = new LinkedHashMap<>();
    for (byte[] key : masterKeys) keys.put(idOf(key), new SecretKeySpec(key, "AES"));
    if (keys.isEmpty()) throw new IllegalArgumentException("master keys: none (expected: >= 1)");
    current = keys.keySet().iterator().next();
  }

  public byte[] seal(Secret secret) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] header = ByteBuffer.allocate(HEADER).put(VERSION).putInt(current).array();
    byte[] sealed =
        run(
            Cipher.ENCRYPT_MODE,
            key(current),
            header,
            nonce,
            ByteBuffer.wrap(secret.reveal().getBytes(StandardCharsets.UTF_8)));
    return ByteBuffer.allocate(HEADER + NONCE + sealed.length)
        .put(header)
        .put(nonce)
        .put(sealed)
        .array();
  }

  /**
   * @throws Unopenable when it was changed, cut, or sealed with a key that is not here
   */
  public Secret open(byte[] sealed) {
    int id = keyOf(sealed);
    ByteBuffer rest = ByteBuffer.wrap(sealed);
    byte[] header = new byte[HEADER];
    byte[] nonce = new byte[NONCE];
    rest.get(header).get(nonce);
    byte[] text = run(Cipher.DECRYPT_MODE, key(id), header, nonce, rest);
    return Secret.of(new String(text, StandardCharsets.UTF_8));
  }

  /** The same secret under the current master key; the same array when it is that already. */
  public byte[] renew(byte[] sealed) {
    return keyOf(sealed) == current ? sealed : seal(open(sealed));
  }

  private static int keyOf(byte[] sealed) {
    if (sealed.length < HEADER + NONCE + TAG_BITS / 8)
      throw new Unopenable("sealed secret: only " + sealed.length + " bytes");
    if (sealed[0] != VERSION)
      throw new Unopenable("sealed secret: format " + sealed[0] + " (expected: " + VERSION + ")");
    return ByteBuffer.wrap(sealed).getInt(1);
  }

  private SecretKeySpec key(int id) {
    SecretKeySpec key = keys.get(id);
    if (key == null)
      throw new Unopenable(
          "sealed secret: its master key "
              + Integer.toHexString(id)
              + " is not among serai.secrets.master-keys or in master.key");
    return key;
  }

  private static byte[] run(
      int mode, SecretKeySpec key, byte[] header, byte[] nonce, ByteBuffer input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(header);
      byte[] rest = new byte[input.remaining()];
      input.get(rest);
      return cipher.doFinal(rest);
    } catch (GeneralSecurityException _) {
      throw new Unopenable("sealed secret: changed or cut since it was sealed");
    }
  }

  /** Tells keys apart; says nothing about the key, which is random. */
  private static int idOf(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("serai master key id".getBytes(StandardCharsets.US_ASCII));
      return ByteBuffer.wrap(digest.digest(key)).getInt();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** What was stored cannot be read with the keys at hand. */
  public static final class Unopenable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unopenable(String message) {
      super(message);
    }
  }
}
