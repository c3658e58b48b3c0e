package dev.serai.cli;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A JSON object from a file or from standard input, as the API takes it. */
final class JsonFile {
  private JsonFile() {}

  /**
   * @param file - = standard input
   */
  static Map<String, Object> read(String file, Terminal terminal) {
    String text = file.equals("-") ? terminal.input() : text(Path.of(file));
    try {
      return JsonParser.object().withLazyNumbers().from(text);
    } catch (JsonParserException e) {
      throw Failure.usage(
          (file.equals("-") ? "standard input" : file) + " is no JSON object",
          String.valueOf(e.getMessage()),
          "expected: what --json prints of one of them");
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Failure.usage(
          "cannot read " + file,
          Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no such file");
    }
  }
}
