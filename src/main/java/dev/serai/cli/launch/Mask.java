package dev.serai.cli.launch;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes secrets out of settings that are shown. */
final class Mask {
  private static final String HIDDEN = "(hidden)";

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(api.?key|_key|token|secret|passw(or)?d|authorization|bearer|cookie|credentials?)");

  private Mask() {}

  /** The same, with the values of what is called like a secret hidden, if it is JSON. */
  static String text(String text) {
    if (!text.stripLeading().startsWith("{")) return text;
    return SettingsFile.parse(text)
        .map(
            json -> text.contains("\n") ? SettingsFile.text(of(json)) : JsonWriter.string(of(json)))
        .orElse(HIDDEN);
  }

  private static JsonObject of(JsonObject json) {
    JsonObject masked = new JsonObject();
    for (Map.Entry<String, Object> each : json.entrySet()) {
      boolean headers = each.getKey().toLowerCase(java.util.Locale.ROOT).endsWith("headers");
      boolean secret = SECRET.matcher(each.getKey()).matches();
      masked.put(each.getKey(), value(each.getValue(), headers || secret));
    }
    return masked;
  }

  private static @Nullable Object value(@Nullable Object value, boolean secret) {
    return switch (value) {
      case null -> null;
      case String text when secret && !ours(text) -> HIDDEN;
      case JsonObject json when secret -> all(json);
      case JsonObject json -> of(json);
      case JsonArray array -> elements(array, secret);
      default -> value;
    };
  }

  private static JsonObject all(JsonObject json) {
    JsonObject masked = new JsonObject();
    json.forEach((name, value) -> masked.put(name, value(value, true)));
    return masked;
  }

  /** In a list of arguments, what follows an option for a secret is one. */
  private static JsonArray elements(JsonArray array, boolean secret) {
    JsonArray masked = new JsonArray();
    boolean option = false;
    for (Object each : array) {
      masked.add(value(each, secret || option));
      option = each instanceof String text && text.startsWith("-") && secretOption(text);
    }
    return masked;
  }

  private static boolean secretOption(String text) {
    return SECRET.matcher(text.replace('-', '_')).matches();
  }

  /** Nothing, or a word in the place of what is made for each launch. */
  private static boolean ours(String text) {
    return text.isEmpty() || text.startsWith("<") || text.contains(Codex.BEARER);
  }
}
