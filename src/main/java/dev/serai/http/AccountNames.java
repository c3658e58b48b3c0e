package dev.serai.http;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Takes the names of our accounts out of a provider's error: OpenAI and Groq write the organization
 * into the text of a rate limit, Google the project's number, some a part of the key.
 */
final class AccountNames {
  private static final Pattern NAME =
      Pattern.compile(
          "\\b(org[-_]|proj[-_]|sk-|projects/|project_number:)[A-Za-z0-9][A-Za-z0-9_*-]{5,}");

  private AccountNames() {}

  /** The same buffer when there is none. */
  static Buffer hidden(Buffer body) {
    String text = body.toString(StandardCharsets.ISO_8859_1); // a character a byte, both ways
    String hidden = NAME.matcher(text).replaceAll("$1***");
    return hidden.equals(text) ? body : Buffer.buffer(hidden.getBytes(StandardCharsets.ISO_8859_1));
  }
}
