package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.serai.cli.CommandLineRun.Ended;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatuslineTest {
  private static final String LIMIT =
      """
      {"scope":"%s","targetName":"x","measure":"%s","window":"total","cap":%s,"spent":%s,
       "left":%s,"usedPercent":%s,"paused":false}""";
  private static final String OWN = LIMIT.formatted("session", "usd", "5", "1.23", "3.77", "24.6");
  private static final String TIGHT =
      LIMIT.formatted("project", "requests", "500", "480", "20", "96");
  private static final String COST =
      "{\"cost\":{\"total_cost_usd\":0.5,\"total_duration_ms\":1800000}}";

  private static StatusLine line(String tool, String... limits) throws JsonParserException {
    String budget = "{\"limits\":[" + String.join(",", limits) + "]}";
    return StatusLine.of(json(budget), json(tool));
  }

  private static JsonObject json(String text) throws JsonParserException {
    return JsonParser.object().withLazyNumbers().from(text);
  }

  @Test
  void tellsWhatTheGatewayCountedWhenTheSessionHasALimit() throws Exception {
    assertThat(line(COST, OWN).text(false))
        .isEqualTo("$1.23 spent · $3.77 of $5.00 left (session x) · $2.46/h");
  }

  @Test
  void tellsTheLimitWithTheLeastLeft() throws Exception {
    assertThat(line("{}", OWN, TIGHT).text(true))
        .isEqualTo("$1.23 spent · \u001b[31m20 of 500 requests left (project x)\u001b[0m");
  }

  @Test
  void takesTheToolsOwnWordForAGuess() throws Exception {
    assertThat(line(COST).text(true)).isEqualTo("~$0.50 spent · $1.00/h");
  }

  @Test
  void tellsWhatTheGatewayCountedWithoutALimitToo() throws Exception {
    String session = "{\"session\":{\"usd\":0.75,\"unpriced\":%d},\"limits\":[%s]}";

    assertThat(StatusLine.of(json(session.formatted(0, "")), json(COST)).text(true))
        .isEqualTo("$0.75 spent · $1.50/h");
    assertThat(StatusLine.of(json(session.formatted(0, OWN)), json(COST)).text(false))
        .startsWith("$1.23 spent · $3.77 of $5.00 left");
    // some of it has no price at the gateway
    assertThat(StatusLine.of(json(session.formatted(2, "")), json(COST)).text(true))
        .isEqualTo("~$0.50 spent · $1.00/h");
  }

  @Test
  void asksTheProxyOfTheLaunch() {
    try (AdminStandIn proxy = new AdminStandIn()) {
      proxy.on("GET /v1/budget", "{\"limits\":[" + OWN + "]}");

      Ended ended =
          new CommandLineRun("", COST, Map.of("HOME", "/nonexistent", "NO_COLOR", "1"))
              .with(StatuslineCommand.URL, proxy.url())
              .with(StatuslineCommand.TOKEN, AdminStandIn.TOKEN)
              .run("statusline", "--wait", "20000");

      assertThat(ended.out())
          .isEqualTo("$1.23 spent · $3.77 of $5.00 left (session x) · $2.46/h\n");
    }
  }

  @Test
  void saysNothingWhenNothingIsKnown() throws Exception {
    assertThat(line("{}").text(true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1]", "{\"cost\":7}", "{\"cost\":{\"total_cost_usd\":\"x\"}}"})
  void neverFailsWhateverItIsTold(String told) {
    Ended ended =
        new CommandLineRun("", told, Map.of("HOME", "/nonexistent"))
            .with(StatuslineCommand.URL, "http://127.0.0.1:1")
            .run("statusline");

    assertThat(ended).isEqualTo(new Ended("\n", "", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no address", "ftp://127.0.0.1", "http://"})
  void neverFailsWhereverItIsSent(String url) {
    Ended ended =
        new CommandLineRun("", "{}", Map.of("HOME", "/nonexistent"))
            .with(StatuslineCommand.URL, url)
            .run("statusline");

    assertThat(ended).isEqualTo(new Ended("\n", "", 0));
  }
}
