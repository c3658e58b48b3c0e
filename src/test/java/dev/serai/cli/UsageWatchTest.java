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
  private Map<String, String> colours = Map.of("NO_COLOR", "1");

  /** Until the answers are used up: the one who watches presses Ctrl-C then. */
  private void watch(String ttys, boolean json, Object... answers) {
    Terminal terminal =
        new Terminal(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new BufferedReader(new StringReader("")),
            ttys,
            80,
            colours);
    Deque<Object> left = new ArrayDeque<>(List.of(answers));
    new UsageWatch(terminal, new UsageTable(terminal, "model"), json, "Usage by model")
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

    String[] frames = out.toString().split("\u001b\\[7A\r\u001b\\[J");
    assertThat(frames).hasSize(2);
    assertThat(frames[0].lines()).hasSize(7);
    assertThat(frames[1])
        .startsWith("Usage by model · ")
        .containsPattern("gpt +2 .* 0\\.7500")
        .containsPattern("\n1 request and 0\\.2500 USD in \\d+ s · .*Ctrl-C ends\n");
  }

  @Test
  void makesTheGroupsThatChangedStandOut() throws Exception {
    colours = Map.of();

    watch("012", false, usage(1, "0.5"), usage(1, "0.5"), usage(2, "0.75"));

    String[] frames = out.toString().split("\u001b\\[7A\r\u001b\\[J");
    assertThat(frames[1]).doesNotContain("\u001b[1m");
    assertThat(frames[2]).containsPattern("\u001b\\[1mgpt +2 .* 0\\.7500\u001b\\[0m\n");
  }

  @Test
  void aWindowTellsItsSizeOrNothing() {
    assertThat(WindowSize.parsed("24 80\n")).contains(new WindowSize(80, 24));
    assertThat(WindowSize.parsed("0 0\n")).isEmpty();
    assertThat(WindowSize.parsed("stty: no")).isEmpty();
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
