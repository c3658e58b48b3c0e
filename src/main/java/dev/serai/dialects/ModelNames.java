package dev.serai.dialects;

import dev.serai.call.Refusal;
import java.util.regex.Pattern;

/**
 * What a client may call a model. Names go into records, metrics, spans, headers and URLs of
 * providers, so that what cannot be one, and what looks like a credential, gets no further.
 */
final class ModelNames {
  /** Of the longest names known, resource names of clouds, a few times over. */
  private static final int LONGEST = 512;

  /** Ours, and those of the providers that have a shape of their own; tokens of a sign-in. */
  private static final Pattern KEY =
      Pattern.compile("(?i)vk-lw-|serai-admin-|(?<![a-z0-9])(?:sk-|gsk_|AIza|eyJ)[a-z0-9_-]{20}");

  private static final String[] STARTS = {"vk-lw-", "serai-admin-", "sk-", "gsk_", "AIza", "eyJ"};

  private ModelNames() {}

  /**
   * @throws Refusal BAD_REQUEST, without the name
   */
  static void check(String model) {
    if (model.length() > LONGEST)
      throw bad("is longer than " + LONGEST + " characters, which no model's name is");
    for (int i = 0; i < model.length(); i++)
      if (Character.isISOControl(model.charAt(i)))
        throw bad("has a control character, which no model's name has");
    if (looksLikeKey(model)) throw bad("looks like a key (expected: a model's name)");
  }

  /** The text, or a question mark in the place of one that looks like a key. */
  static String withoutKey(String text) {
    return looksLikeKey(text) ? "?" : text;
  }

  /** The pattern is for the few texts in which a key could begin: this is on every call's way. */
  private static boolean looksLikeKey(String text) {
    for (String start : STARTS) if (text.contains(start)) return KEY.matcher(text).find();
    return false;
  }

  private static Refusal bad(String what) {
    return new Refusal(Refusal.Reason.BAD_REQUEST, "The model " + what + ".");
  }
}
