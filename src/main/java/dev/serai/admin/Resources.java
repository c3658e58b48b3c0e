package dev.serai.admin;

import java.util.Map;

/** What the audit log calls the things that paths name. */
final class Resources {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("api-keys", "api-key"),
          Map.entry("audit", "audit"),
          Map.entry("config", "config"),
          Map.entry("credentials", "credential"),
          Map.entry("devices", "user"),
          Map.entry("feature-flags", "feature-flag"),
          Map.entry("keys", "key"),
          Map.entry("limit-requests", "limit-request"),
          Map.entry("limits", "limit"),
          Map.entry("me", "user"),
          Map.entry("organizations", "organization"),
          Map.entry("permissions", "role"),
          Map.entry("policies", "policy"),
          Map.entry("prices", "price"),
          Map.entry("projects", "project"),
          Map.entry("providers", "provider"),
          Map.entry("role-bindings", "role-binding"),
          Map.entry("roles", "role"),
          Map.entry("service-accounts", "service-account"),
          Map.entry("sessions", "session"),
          Map.entry("sign-in", "user"),
          Map.entry("teams", "team"),
          Map.entry("usage", "usage"),
          Map.entry("users", "user"));

  private Resources() {}

  /**
   * @param pattern such as {@code /api/providers/{provider}/credentials}
   * @return of the last part that is a kind of thing; empty when none is
   */
  static String of(String pattern) {
    String[] parts = pattern.split("/");
    for (int i = parts.length - 1; i > 1; i--) {
      String word = WORDS.get(parts[i]);
      if (word != null) return word;
    }
    return "";
  }
}
