package dev.serai.launches;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What was on a screen, kept in the documentation. {@code ./mvnw test -Dtest='dev.serai.launches.*'
 * -Dserai.transcripts.write=true} writes them anew.
 */
final class Transcript {
  private static final Path FOLDER = Path.of("docs", "transcripts");

  private Transcript() {}

  /** Of a shell that is at its prompt; it ends with that. */
  static void assertKept(String name, Screen screen, Laptop laptop) {
    assertKept(name, plain(screen.leave(), laptop));
  }

  /** Words in the place of what is different each time. */
  private static String plain(String text, Laptop laptop) {
    return text.replace(laptop.home().toString(), "~")
            .replaceAll("\\b[0-9A-HJKMNP-TV-Z]{26}\\b", "<id>")
            .replaceAll("session claude on \\S+", "session claude on laptop")
            .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:<port>")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "<time>")
            .strip()
        + "\n";
  }

  private static void assertKept(String name, String text) {
    Path file = FOLDER.resolve(name + ".txt");
    try {
      if (Boolean.getBoolean("serai.transcripts.write")) Files.writeString(file, text);
      assertThat(file)
          .as("looks otherwise now: run this test with -Dserai.transcripts.write=true")
          .content()
          .isEqualTo(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
