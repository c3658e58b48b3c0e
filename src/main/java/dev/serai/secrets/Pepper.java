package dev.serai.secrets;

import dev.serai.call.KeyHash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes secrets that only have to be recognised: HMAC-SHA256 under a key that is not in the
 * database, so a stolen database cannot be tried against guesses. Thread-safe; each thread keeps a
 * keyed Mac.
 */
public final class Pepper {
  private final ThreadLocal<Hasher> hashers;

  /**
   * @param key 32 random bytes
   */
  public Pepper(byte[] key) {
    SecretKeySpec spec = new SecretKeySpec(key, "HmacSHA256");
    hashers = ThreadLocal.withInitial(() -> new Hasher(spec));
  }

  /** Of any text; one up to 64 ASCII characters, as every key is, costs no copy of it. */
  public KeyHash hash(CharSequence text) {
    return hashers.get().hash(text);
  }

  private static final class Hasher {
    private final Mac mac;
    private final byte[] in = new byte[64];
    private final byte[] out = new byte[32];

    Hasher(SecretKeySpec key) {
      try {
        mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java has no HmacSHA256", e);
      }
    }

    KeyHash hash(CharSequence text) {
      int length = text.length();
      if (length <= in.length && ascii(text, length)) mac.update(in, 0, length);
      else mac.update(text.toString().getBytes(StandardCharsets.UTF_8));
      try {
        mac.doFinal(out, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("HmacSHA256 does not give 32 bytes", e);
      }
      return KeyHash.of(out);
    }

    /** Copies as long as it is. */
    private boolean ascii(CharSequence text, int length) {
      for (int i = 0; i < length; i++) {
        char c = text.charAt(i);
        if (c > 127) return false;
        in[i] = (byte) c;
      }
      return true;
    }
  }
}
