package dev.serai.http;

import dev.serai.call.Secret;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what is ours out of a provider's error. OpenAI and Groq name the organization and the
 * project ({@code org-…}, {@code org_…}, {@code proj_…}) in what they say about limits, and that is
 * not the client's business; some servers repeat the credential that they were sent.
 */
final class AccountIds {
  /** Eight letters and digits, not all small letters: {@code org-settings} is a word, no id. */
  private static final Pattern ID =
      Pattern.compile("(?<![A-Za-z0-9])((?:org|proj)[-_])(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{8,}");

  private AccountIds() {}

  /** A placeholder such as {@code none} is no secret, and may be a word of the error. */
  private static final int SHORTEST_SECRET = 8;

  /** The error with {@code ***} in the place of each id; the very same buffer if there is none. */
  static Buffer hidden(Buffer error, Secret credential) {
    // one byte to a character, so that every other byte stays what it is
    String text = error.toString(StandardCharsets.ISO_8859_1);
    String without = hidden(text, credential);
    Matcher id = ID.matcher(without);
    if (id.find()) without = id.replaceAll("$1***");
    return without.equals(text)
        ? error
        : Buffer.buffer(without.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The text, with {@code ***} in the place of the credential. */
  static String hidden(String text, Secret credential) {
    String secret = credential.reveal();
    return secret.length() < SHORTEST_SECRET ? text : text.replace(secret, "***");
  }
}
