package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.testing.AdminCalls;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The line that a launch ends with. */
record Bill(String session, long requests, long tokens, BigDecimal usd) {
  private static final Pattern LINE =
      Pattern.compile(
          "session (\\S+) · ([\\d,]+) requests · ([\\d,]+) tokens · ([\\d.,]+) USD"
              + " · serai session show (\\S+)");

  static Bill of(Run run) {
    String last = run.err().lines().reduce("", (before, line) -> line);
    Matcher line = LINE.matcher(last);
    assertThat(line.matches()).as("the last line: %s%n%s", last, run.tail(60)).isTrue();
    assertThat(line.group(5)).isEqualTo(line.group(1));
    return new Bill(
        line.group(1),
        Long.parseLong(line.group(2).replace(",", "")),
        Long.parseLong(line.group(3).replace(",", "")),
        new BigDecimal(line.group(4).replace(",", "")));
  }

  /**
   * The usage API says the same to whoever asks there.
   *
   * @param path of the usage that they may see
   * @param names what the session's calls are found under, by what
   */
  void assertTold(AdminCalls calls, String path, Map<String, String> names) {
    names.forEach(
        (by, name) -> {
          String query = path + "?last=1h&session=" + session + "&by=" + by;
          JsonNode rows = calls.get(query).body().path("rows");
          assertThat(rows).as(query).hasSize(1);
          assertThat(rows.get(0).path("name").asText()).as(query).isEqualTo(name);
          assertSame(rows.get(0), query);
        });
  }

  private void assertSame(JsonNode row, String query) {
    long counted =
        row.path("inputTokens").asLong()
            + row.path("cacheReadTokens").asLong()
            + row.path("cacheWriteTokens").asLong()
            + row.path("outputTokens").asLong();
    assertThat(row.path("requests").asLong()).as(query).isEqualTo(requests);
    assertThat(counted).as(query).isEqualTo(tokens);
    assertThat(new BigDecimal(row.path("costUsd").asText()))
        .as(query)
        .isGreaterThan(BigDecimal.ZERO)
        .isCloseTo(usd, org.assertj.core.api.Assertions.within(new BigDecimal("0.0001")));
  }
}
