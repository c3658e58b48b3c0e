package dev.serai.tenants;

import dev.serai.admin.Problem;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be called how, wherever the name comes from. */
public final class NameRules {
  /** For people, what a name is. */
  public static final String EXPECTED =
      "1 to 100 letters, digits, spaces or . _ @ : / + -, starting with a letter or digit";

  /** The same of a project's beginning. */
  public static final String NOT_PERSONAL =
      "another beginning: personal/ is for users' own projects";

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@:/+-]{0,99}");
  static final String PERSONAL = "personal/";

  private NameRules() {}

  public static boolean fits(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether it is kept for projects of single users. */
  public static boolean personal(String project) {
    return project.toLowerCase(Locale.ROOT).startsWith(PERSONAL);
  }

  /**
   * Without spaces around it.
   *
   * @param value null when the body has none
   * @throws Problem 422 that names the field
   */
  public static String checked(String field, @Nullable String value) {
    String name = value == null ? "" : value.strip();
    if (!fits(name)) throw Problem.invalid(field, EXPECTED);
    return name;
  }
}
