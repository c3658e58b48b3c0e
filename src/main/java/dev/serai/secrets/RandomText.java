package dev.serai.secrets;

import java.security.SecureRandom;

/** Unguessable text in Crockford base32: upper case, none of I, L, O, U. */
public final class RandomText {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /** Five random bits a character. */
  public static String of(int characters) {
    byte[] bytes = new byte[characters];
    RANDOM.nextBytes(bytes);
    StringBuilder text = new StringBuilder(characters);
    for (byte b : bytes) text.append(ALPHABET.charAt(b & 31));
    return text.toString();
  }

  /** Whether every character from there on is of the alphabet. */
  public static boolean fits(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++)
      if (ALPHABET.indexOf(text.charAt(i)) < 0) return false;
    return true;
  }
}
