package dev.serai.cli.launch;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Settings of the user's in JSON, maybe with comments. Read, never written. */
final class SettingsFile {
  private static final int LONGEST = 4 << 20;

  /** A string, which stays, or a comment, which goes. */
  private static final Pattern COMMENT =
      Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*+\")|//[^\\n]*|/\\*(?s:.*?)\\*/");

  private static final Pattern LAST_COMMA =
      Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*+\")|,(?=\\s*[}\\]])");

  private SettingsFile() {}

  /**
   * @return empty when there is none that can be read
   */
  static Optional<JsonObject> read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) return Optional.empty();
      return parse(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<JsonObject> parse(String text) {
    String bare = LAST_COMMA.matcher(COMMENT.matcher(text).replaceAll("$1")).replaceAll("$1");
    try {
      return Optional.of(JsonParser.object().from(bare));
    } catch (JsonParserException e) {
      return Optional.empty();
    }
  }

  /** An object of an object, made when it is not there. */
  static JsonObject in(JsonObject json, String name) {
    if (json.get(name) instanceof JsonObject there) return there;
    JsonObject made = new JsonObject();
    json.put(name, made);
    return made;
  }

  static String text(JsonObject json) {
    return JsonWriter.indent("  ").string().value(json).done() + "\n";
  }
}
