package dev.serai.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DialectsTest {
  private static final Dialects.ToolCall CALL =
      new Dialects.ToolCall("call_1", "read", "{\"path\":\"a\\\"b\"}");

  @ParameterizedTest
  @EnumSource
  void quotesWhatItIsGivenInWholeReplies(Dialects dialect) throws Exception {
    String odd = "say \"hi\"\n\\ ä";

    assertThat(parse(text(dialect.reply("m", odd))).toString()).contains(odd);
    assertThat(parse(text(dialect.error(429, odd))).toString()).contains(odd);
    assertThat(parse(dialect.request("m", odd, true)).toString()).contains(odd);
    assertThat(parse(text(dialect.toolCall("m", CALL))).toString()).contains("read");
  }

  @ParameterizedTest
  @EnumSource
  void writesEachEventOfAStreamAsOnePieceOfJson(Dialects dialect) {
    List<JsonObject> events = events(dialect.streamed("m", "Hel", "lo"));

    assertThat(events.toString()).contains("Hel").contains("lo");
    assertThat(events(dialect.streamedToolCall("m", CALL)).toString()).contains("call_1");
  }

  @ParameterizedTest
  @EnumSource
  void endsEveryStreamWithTheUsageOfTheWholeReply(Dialects dialect) {
    String events = text(dialect.streamed("m", "Hello"));
    String lastUsage = events.substring(Math.max(0, events.length() - 600));

    assertThat(lastUsage)
        .containsAnyOf(
            "\"total_tokens\":21", "\"totalTokenCount\":21", "\"output_tokens\":" + Dialects.OUTPUT)
        .contains(":" + Dialects.CACHED);
  }

  private static List<JsonObject> events(Answer answer) {
    return text(answer)
        .lines()
        .filter(l -> l.startsWith("data: {"))
        .map(l -> parse(l.substring(6)))
        .collect(Collectors.toList());
  }

  private static JsonObject parse(String json) {
    try {
      return JsonParser.object().from(json);
    } catch (JsonParserException e) {
      throw new AssertionError(json, e);
    }
  }

  private static String text(Answer answer) {
    return answer.body().stream()
        .map(s -> new String(((Answer.Step.Send) s).bytes(), StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }
}
