package dev.serai.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);

  private record Some(Map<String, String> map) implements Headers {
    @Override
    public String get(String name) {
      return map.get(name);
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
      return map.entrySet().iterator();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200 | | SERVE",
        "400 | {\"error\":{}} | SERVE",
        "404 | | SERVE",
        "413 | | SERVE",
        "422 | | SERVE",
        "401 | | MISCONFIGURED",
        "403 | | MISCONFIGURED",
        "302 | | MISCONFIGURED",
        "400 | {\"error\":{\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}} | MISCONFIGURED",
        "429 | {\"error\":{\"code\":\"rate_limit_exceeded\"}} | LIMITED",
        "429 | {\"error\":{\"status\":\"RESOURCE_EXHAUSTED\"}} | LIMITED",
        "429 | {\"error\":{\"code\":\"insufficient_quota\"}} | SERVE",
        "408 | | UNAVAILABLE",
        "409 | | UNAVAILABLE",
        "500 | | UNAVAILABLE",
        "503 | | UNAVAILABLE",
        "529 | | UNAVAILABLE",
        "498 | | UNAVAILABLE",
        "599 | | UNAVAILABLE",
      })
  void judgesAProvidersStatus(int status, String body, Verdict verdict) {
    assertThat(
            Verdict.of(
                status,
                new Some(Map.of()),
                (body == null ? "" : body).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "retry-after    | 7                             | | 7",
        "retry-after    | 0.2                           | | 1",
        "retry-after-ms | 1500                          | | 2",
        "retry-after    | Sat, 21 Nov 2026 10:00:42 GMT | | 42",
        "retry-after    | Sat, 21 Nov 2026 09:00:00 GMT | | 0",
        "retry-after    | soon                          | | 0",
        "x              | x | {\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"39s\"}]}} | 39",
        "x              | x | {\"retryDelay\": \"1.5s\"} | 2",
      })
  void readsEveryFormOfWaiting(String header, String value, String body, long seconds) {
    byte[] bytes = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
    assertThat(RetryAfter.seconds(new Some(Map.of(header, value)), bytes, CLOCK))
        .isEqualTo(seconds);
  }
}
