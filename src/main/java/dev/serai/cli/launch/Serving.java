package dev.serai.cli.launch;

import java.util.LinkedHashMap;
import java.util.Map;

/** A gate without a tool of ours, for one that is set up by hand. */
final class Serving {
  private Serving() {}

  /** What to enter where. */
  static Map<String, String> entries(Gate gate) {
    String base = gate.uri().toString().replaceAll("/+$", "");
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("OpenAI base URL", base + "/v1");
    entries.put("Anthropic base URL", base);
    entries.put("Gemini base URL", base);
    entries.put("API key", gate.bearer());
    return entries;
  }
}
