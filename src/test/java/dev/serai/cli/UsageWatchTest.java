package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UsageWatchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Until the answers are used up: the one who watches presses Ctrl-C then. */
  private void watch(String ttys, boolean json, Object... answers) {
    Terminal terminal =
        new Terminal(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new BufferedReader(new StringReader("")),
            ttys,
            80,
            Map.of("NO_COLOR", "1"));
    Deque<Object> left = new ArrayDeque<>(List.of(answers));
    new UsageWatch(terminal, new UsageTable(terminal, "model"), json)
        .run(
            () -> {
              Object answer = left.removeFirst();
              if (left.isEmpty()) Thread.currentThread().interrupt();
              if (answer instanceof Failure failure) throw failure;
              return (JsonObject) answer;
            },
            Duration.ofMillis(1));
    Thread.interrupted();
  }

  private static JsonObject usage(int requests, String cost) throws JsonParserException {
    String row = "{\"name\":\"gpt\",\"requests\":%d,\"costUsd\":\"%s\"}".formatted(requests, cost);
    return JsonParser.object().from("{\"rows\":[" + row + "],\"total\":" + row + "}");
  }

  @Test
  void drawsOverItselfAtATerminal() throws Exception {
    watch("012", false, usage(1, "0.5"), usage(2, "0.75"));

    String[] frames = out.toString().split("\u001b\\[5A\r\u001b\\[J");
    assertThat(frames).hasSize(2);
    assertThat(frames[0].lines()).hasSize(5);
    assertThat(frames[1])
        .containsPattern("gpt +2 .* 0\\.7500")
        .contains("0.2500 USD since this began, ", " USD an hour  (Ctrl-C ends)");
  }

  @Test
  void appendsRowsWithTheirTimeInAPipe() throws Exception {
    watch("", false, usage(1, "0.5"), usage(2, "0.75"));

    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.matches("\\d{4}-.*Z\tgpt\t[12]\t0\t0\t0\t0\t0\t0\t0\\.7?5"));
  }

  @Test
  void isOneDocumentALineAsJson() throws Exception {
    watch("", true, usage(1, "0.5"), usage(2, "0.75"));

    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"rows\":["));
  }

  @Test
  void waitsForAGatewayThatIsAway() throws Exception {
    watch("", false, usage(1, "0.5"), Failure.of("cannot reach it"), usage(2, "0.75"));

    assertThat(out.toString().lines()).hasSize(2);
    assertThat(err.toString()).isEqualTo("cannot reach it; trying again\n");
  }
}
