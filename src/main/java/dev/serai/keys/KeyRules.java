package dev.serai.keys;

import dev.serai.admin.Problem;
import dev.serai.call.Secret;
import dev.serai.tenants.NameRules;
import java.time.Duration;
import java.util.Map;

/** What the fields of a key may hold; says the field and what was expected. */
final class KeyRules {
  private static final int METADATA_MAX = 32;
  private static final int METADATA_KEY_MAX = 64;
  private static final int METADATA_VALUE_MAX = 256;
  private static final Duration GRACE_MAX = Duration.ofDays(30);

  private KeyRules() {}

  static String name(String field, String value) {
    return NameRules.checked(field, value);
  }

  static String policy(String value) {
    return value.isBlank() ? "" : name("policy", value);
  }

  static void requestsPerMinute(int value) {
    if (value < 0) throw Problem.invalid("requestsPerMinute", "0 for no cap, or more");
  }

  static Map<String, String> metadata(Map<String, String> values) {
    if (values.size() > METADATA_MAX)
      throw Problem.invalid("metadata", "at most " + METADATA_MAX + " entries");
    values.forEach(KeyRules::entry);
    return Map.copyOf(values);
  }

  private static void entry(String key, String value) {
    if (key.isBlank() || key.length() > METADATA_KEY_MAX)
      throw Problem.invalid("metadata", "keys of 1 to " + METADATA_KEY_MAX + " characters");
    // from JSON it may well be null
    if ((Object) value == null || value.length() > METADATA_VALUE_MAX)
      throw Problem.invalid(
          "metadata." + key, "a text of at most " + METADATA_VALUE_MAX + " characters");
  }

  static void secret(Secret secret) {
    if (!KeyShape.fits(secret.reveal()))
      throw Problem.invalid(
          "secret",
          KeyShape.PREFIX + " and 26 characters of Crockford base32 (digits and A-Z but I L O U)");
  }

  static Duration grace(Duration grace) {
    if (grace.isNegative() || grace.compareTo(GRACE_MAX) > 0)
      throw Problem.invalid("grace", "PT0S to " + GRACE_MAX);
    return grace;
  }
}
