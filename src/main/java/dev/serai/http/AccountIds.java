package dev.serai.http;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the ids of our own accounts out of a provider's error: OpenAI and Groq name the
 * organization and the project ({@code org-…}, {@code org_…}, {@code proj_…}) in what they say
 * about limits, and that is not the client's business.
 */
final class AccountIds {
  /** Eight letters and digits, not all small letters: {@code org-settings} is a word, no id. */
  private static final Pattern ID =
      Pattern.compile("(?<![A-Za-z0-9])((?:org|proj)[-_])(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{8,}");

  private AccountIds() {}

  /** The error with {@code ***} in the place of each id; the very same buffer if there is none. */
  static Buffer hidden(Buffer error) {
    // one byte to a character, so that every other byte stays what it is
    String text = error.toString(StandardCharsets.ISO_8859_1);
    Matcher id = ID.matcher(text);
    if (!id.find()) return error;
    return Buffer.buffer(id.replaceAll("$1***").getBytes(StandardCharsets.ISO_8859_1));
  }
}
