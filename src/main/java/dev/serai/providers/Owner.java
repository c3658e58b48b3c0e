package dev.serai.providers;

import java.util.Locale;

/** Who made a row of the configuration, and so who may change or remove it. */
public enum Owner {
  API,
  FILE,
  ENVIRONMENT;

  /** As the database has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Owner of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
