package dev.serai.call;

import java.util.Arrays;

/**
 * A wire format that clients and providers speak. The id is the word used in configuration, records
 * and docs.
 */
public enum Dialect {
  OPENAI_CHAT("openai-chat"),
  OPENAI_RESPONSES("openai-responses"),
  ANTHROPIC("anthropic"),
  GEMINI("gemini"),
  BEDROCK("bedrock");

  private final String id;

  Dialect(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  /**
   * @throws IllegalArgumentException naming the ids that exist
   */
  public static Dialect of(String id) {
    return Arrays.stream(values())
        .filter(d -> d.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "dialect: '"
                        + id
                        + "' (expected one of "
                        + Arrays.stream(values()).map(Dialect::id).toList()
                        + ")"));
  }
}
