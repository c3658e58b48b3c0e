package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonStreamTest {
  private final List<String> heard = new ArrayList<>();
  private final JsonStream json =
      new JsonStream(
          Path.root()
              .on("usage.total", Slot.TOTAL)
              .on("model", Slot.MODEL)
              .on("args", Slot.SHOWN)
              .on("args.*", Slot.TEXT),
          new JsonStream.Listener() {
            @Override
            public void number(Slot slot, long value) {
              heard.add(slot + "=" + value);
            }

            @Override
            public void text(Slot slot, byte[] word, int captured, long length) {
              heard.add(
                  slot + ":" + new String(word, 0, captured, StandardCharsets.UTF_8) + length);
            }
          });

  @Test
  void findsAPlaceOnlyWhereItIs() {
    read("{\"x\":{\"usage\":{\"total\":1}},\"usage\":[{\"total\":2},{\"y\":[{\"total\":3}]}]}");
    assertThat(heard).containsExactly("TOTAL=2");
    assertThat(json.complete()).isTrue();
  }

  @Test
  void countsEverythingBelowAStar() {
    read("{\"args\":{\"name\":\"ab\",\"deep\":[{\"er\":\"cde\"}],\"\":\"\\n\"}}");
    assertThat(heard).containsExactly("TEXT:2", "TEXT:3");
  }

  @Test
  void unescapesTheSlashOfAName() {
    read("{\"model\":\"a\\/b\"}");
    assertThat(heard).containsExactly("MODEL:a/b3");
  }

  @Test
  void capturesNoMoreThanAWord() {
    read("{\"model\":\"" + "m".repeat(5000) + "\"}");
    assertThat(heard).containsExactly("MODEL:" + "m".repeat(256) + "5000");
  }

  @Test
  void takesWhateverComesWithoutComplaint() {
    Random random = new Random(42);
    String alphabet = "{}[]\":,\\ue0129.-+tfn\r\n dat\u00fc";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder junk = new StringBuilder("{\"usage\":");
      for (int i = random.nextInt(60); i > 0; i--)
        junk.append(alphabet.charAt(random.nextInt(alphabet.length())));
      byte[] bytes = junk.toString().getBytes(StandardCharsets.UTF_8);
      json.reset();
      json.read(bytes, 0, bytes.length);
      for (Operation operation : Operation.values()) {
        ReplyReader reader = ReplyReaders.of(operation, random.nextBoolean());
        reader.read(bytes, 0, bytes.length);
        reader.end();
        assertThat(reader.usage().outputTotal()).isNotNegative();
      }
    }
  }

  @Test
  void goesAsDeepAsOneLikes() {
    read("{\"args\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"usage\":{\"total\":5}}");
    assertThat(heard).containsExactly("TOTAL=5");
  }

  private void read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    json.read(bytes, 0, bytes.length);
  }
}
