package dev.serai.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.call.Dialect;
import dev.serai.call.Headers;
import dev.serai.call.LocalReply;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.dialects.Errors;
import dev.serai.dispatch.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/errors.md} say what clients get. */
class ErrorsPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STATUSES = Pattern.compile("(\\d{3})(?:–(\\d{3}))?");
  private static final Headers NO_HEADERS =
      new Headers() {
        @Override
        public @Nullable String get(String name) {
          return null;
        }

        @Override
        public Iterator<Map.Entry<String, String>> iterator() {
          return Collections.emptyIterator();
        }
      };

  private final Markdown page = Markdown.of("docs/errors.md");

  @Test
  void everyRefusalIsInTheTableAsEachDialectShowsIt() throws IOException {
    Map<String, List<String>> documented = new TreeMap<>();
    for (List<String> row : page.rows())
      if (row.size() == 6) {
        documented.put(row.getFirst(), row.subList(1, 5));
        assertThat(row.getLast()).as(row.getFirst()).isNotBlank();
      }
    Map<String, List<String>> shown = new TreeMap<>();
    for (Reason reason : Reason.values()) shown.put("`" + reason.code() + "`", cells(reason));

    assertThat(documented).isEqualTo(shown);
  }

  @Test
  void everyStatusOfAProviderIsUnderItsVerdict() {
    for (List<String> row : page.rows()) {
      if (row.size() != 3 || !row.get(1).matches("\\d.*")) continue;
      Verdict verdict = Verdict.valueOf(row.getFirst().replace("`", "").toUpperCase(Locale.ROOT));
      String plain = row.get(1).replaceAll("\\d{3} (with|whose)[^;]*", "");
      STATUSES
          .matcher(plain)
          .results()
          .flatMapToInt(ErrorsPageTest::range)
          .forEach(
              status ->
                  assertThat(Verdict.of(status, NO_HEADERS, new byte[0]))
                      .as("%s", status)
                      .isEqualTo(verdict));
    }
  }

  private static IntStream range(MatchResult statuses) {
    int first = Integer.parseInt(statuses.group(1));
    return IntStream.rangeClosed(
        first, statuses.group(2) == null ? first : Integer.parseInt(statuses.group(2)));
  }

  private static List<String> cells(Reason reason) throws IOException {
    LocalReply openAi = reply(Dialect.OPENAI_CHAT, reason);
    assertThat(reply(Dialect.OPENAI_RESPONSES, reason))
        .usingRecursiveComparison()
        .isEqualTo(openAi);
    LocalReply anthropic = reply(Dialect.ANTHROPIC, reason);
    LocalReply gemini = reply(Dialect.GEMINI, reason);
    return List.of(
        openAi.status() + word(openAi, "type") + word(openAi, "code"),
        anthropic.status() + word(anthropic, "type"),
        gemini.status() + word(gemini, "status"),
        "false".equals(openAi.headers().get("x-should-retry")) ? "no" : "yes");
  }

  private static LocalReply reply(Dialect dialect, Reason reason) {
    return Errors.refusal(dialect, new Refusal(reason, "sentence"), "id", false);
  }

  private static String word(LocalReply reply, String field) throws IOException {
    JsonNode body = JSON.readTree(new String(reply.chunks().getFirst(), StandardCharsets.UTF_8));
    return " `" + body.path("error").path(field).asText() + "`";
  }
}
