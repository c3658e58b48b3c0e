package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.call.Caller;
import dev.serai.limits.LimitStanding;
import dev.serai.testing.TestCalls;
import dev.serai.usage.SessionUsage.Used;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetPageTest {
  private static final Caller CALLER = TestCalls.caller("standard");

  private static JsonNode page(LimitStanding... limits) throws JsonProcessingException {
    return new ObjectMapper().readTree(BudgetPage.of(CALLER, List.of(limits), Optional.empty()));
  }

  @Test
  void tellsEveryFigureAsANumberInTheUnitOfItsMeasure() throws Exception {
    assertThat(page(Limited.monthly("m")).toString())
        .isEqualTo(
            "{\"key\":\"key\",\"limits\":[{\"id\":\"m\",\"scope\":\"key\",\"target\":\"key1\","
                + "\"targetName\":\"ci\",\"member\":\"\",\"measure\":\"usd\",\"window\":\"month\","
                + "\"timeZone\":\"Europe/Berlin\",\"cap\":100,\"spent\":12.5,\"reserved\":0.25,"
                + "\"left\":87.25,\"usedPercent\":12.5,\"startsAt\":\"2026-06-30T22:00:00Z\","
                + "\"resetsAt\":\"2026-07-31T22:00:00Z\",\"onBreach\":\"block\",\"paused\":false,"
                + "\"provider\":\"\",\"models\":[],\"contact\":\"ops\"}]}");
  }

  @Test
  void saysOfARollingWindowWhenTheOldestUseLeavesIt() throws Exception {
    JsonNode limit = page(Limited.rolling("r", 1_783_000_000_000L)).at("/limits/0");

    assertThat(limit.path("window").asText()).isEqualTo("rolling 5h");
    assertThat(limit.path("resetsAt").asText()).isEqualTo("2026-07-02T13:46:40Z");
    assertThat(limit.path("left").asInt()).isZero();
    assertThat(limit.path("usedPercent").asInt()).isEqualTo(100);
    assertThat(limit.path("models").toString()).isEqualTo("[\"gpt-*\",\"o\\\"3\"]");
  }

  @Test
  void isEmptyForAKeyThatNothingHolds() throws Exception {
    assertThat(page().toString()).isEqualTo("{\"key\":\"key\",\"limits\":[]}");
  }

  @Test
  void tellsWhatTheSessionOfTheCallerUsedWhetherItHasLimitsOrNot() throws Exception {
    Caller caller = new Caller("o", "", "p", "u", true, List.of(), "", "", "01SESSION", "", 0);
    Used used = new Used(7, 1, 0, 1_200, 1_234_500_000L, 2);

    String page = BudgetPage.of(caller, List.of(), Optional.of(used));

    assertThat(new ObjectMapper().readTree(page).toString())
        .isEqualTo(
            "{\"key\":\"\",\"session\":{\"id\":\"01SESSION\",\"requests\":7,\"tokens\":1200,"
                + "\"usd\":1.2345,\"unpriced\":2},\"limits\":[]}");
  }
}
