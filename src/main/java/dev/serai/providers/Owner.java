package dev.serai.providers;

import dev.serai.admin.Problem;
import java.util.Locale;

/** Who made a row of the configuration, and so who may change or remove it. */
public enum Owner {
  API,
  FILE,
  ENVIRONMENT,
  /** Whoever it is about: a limit that a user set on a session of their own. */
  USER;

  /** As the database has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Owner of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /**
   * Before the admin API changes what this one made.
   *
   * @param what such as {@code Provider}
   * @throws Problem 409 that says where to change it instead
   */
  public void letChange(String what, String name) {
    switch (this) {
      case API, USER -> {}
      case FILE ->
          throw Problem.conflict(
              "managed_by_file",
              "%s '%s' comes from serai.yaml: change it there and apply the file."
                  .formatted(what, name));
      case ENVIRONMENT ->
          throw Problem.conflict(
              "managed_by_environment",
              "%s '%s' was made at the start, from the gateway's environment: change the variable"
                      .formatted(what, name)
                  + " and start again, or write it into serai.yaml and apply that.");
    }
  }
}
