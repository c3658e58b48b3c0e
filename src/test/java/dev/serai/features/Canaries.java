package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts that must be nowhere, and all that came out, under the name of where it came from. Looks
 * for each text as it is, in base64 and in the two bytes a character of a Java string.
 */
final class Canaries {
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final Map<String, List<String>> outputs = new LinkedHashMap<>();

  /**
   * @param name of what it is, for the report: the secret itself is not in it
   */
  Canaries secret(String name, String secret) {
    assertThat(secret).as(name).hasSizeGreaterThan(8);
    secrets.put(name, secret);
    return this;
  }

  void saw(String where, String text) {
    outputs.computeIfAbsent(where, none -> new ArrayList<>()).add(text);
  }

  void saw(String where, byte[] bytes) {
    saw(where, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** Which secret is where; the outputs named must all have been there, and said something. */
  void assertNowhere(String... wanted) {
    for (String output : wanted)
      assertThat(String.join("", outputs.getOrDefault(output, List.of()))).as(output).isNotBlank();
    List<String> found = new ArrayList<>();
    secrets.forEach(
        (name, secret) ->
            outputs.forEach(
                (where, texts) -> {
                  for (String text : texts) {
                    int at = in(text, secret);
                    if (at >= 0) found.add(name + " in " + where + ": …" + around(text, at));
                  }
                }));
    assertThat(found).as("secrets in outputs").isEmpty();
  }

  private static int in(String text, String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (String form :
        List.of(
            secret,
            Base64.getEncoder().withoutPadding().encodeToString(bytes),
            new String(secret.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1))) {
      int at = text.indexOf(form);
      if (at >= 0) return at;
    }
    return -1;
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 80), at).replaceAll("[^ -~]", "·");
  }
}
