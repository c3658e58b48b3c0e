package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.keys.VirtualKeys;
import dev.serai.pipeline.Gateway;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamsTest {
  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet = new Fleet("");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
  }

  /** A stream that has shown its first word and then waits. */
  static Answer stalled(Dialects dialect) {
    Answer whole = dialect.streamed("m", "first", " second", " third");
    return whole.stallAt(offsetAfter(whole, "first"));
  }

  private static String text(Answer answer) {
    StringBuilder text = new StringBuilder();
    for (Answer.Step step : answer.body())
      if (step instanceof Answer.Step.Send send)
        text.append(new String(send.bytes(), StandardCharsets.UTF_8));
    return text.toString();
  }

  private static int offsetAfter(Answer answer, String word) {
    String text = text(answer);
    int at = text.indexOf(word);
    int end = text.indexOf("\n\n", at);
    int crlf = text.indexOf("\r\n\r\n", at);
    return crlf >= 0 && (end < 0 || crlf < end) ? crlf + 4 : end + 2;
  }

  static String readUntil(InputStream body, String word) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[4096];
    while (text.indexOf(word) < 0) {
      int read = body.read(buffer);
      if (read < 0) throw new IOException("ended before '" + word + "': " + text);
      text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private static HttpResponse<InputStream> open(Dialects dialect) throws IOException {
    return fleet.client.open(dialect.path("m", true), dialect.request("m", "hello", true));
  }

  private static Map<String, Object> recordOf(String requestId) {
    return Records.awaitOf(fleet.gateway, requestId);
  }

  @ParameterizedTest
  @EnumSource
  void handsOnEachEventAsItComes(Dialects dialect) throws Exception {
    Answer whole = dialect.streamed("m", "first", " second");
    Gate gate = new Gate();
    fleet.first.answer(whole.gateAt(offsetAfter(whole, "first"), gate));

    HttpResponse<InputStream> response = open(dialect);
    assertThat(readUntil(response.body(), "first")).doesNotContain("second");
    gate.open();

    assertThat(readUntil(response.body(), "second")).contains("second");
    response.body().close();
  }

  @Test
  void chargesNothingForAStreamThatFailsBeforeItsFirstContent() throws Exception {
    String created =
        "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"model\":\"gpt-4o\",\"usage\":null}}\n\n";
    String error =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"code\":\"invalid_prompt\",\"message\":\"no\"}}\n\n";
    fleet.first.answer(Answer.sse(created, error));

    Client.Got got = fleet.client.ask(Dialects.OPENAI_RESPONSES, "gpt-4o", true);

    assertThat(got.text()).isEqualTo(created + error);
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "failed")
        .containsEntry("reason", "invalid_prompt")
        .containsEntry("input_tokens", 0L)
        .containsEntry("estimated", true)
        .containsEntry("cost_nanos", 0L);
  }

  @ParameterizedTest
  @EnumSource
  void cancelsTheProviderWhenTheClientLeaves(Dialects dialect) throws Exception {
    fleet.first.answer(stalled(dialect));

    HttpResponse<InputStream> response = open(dialect);
    readUntil(response.body(), "first");
    response.body().close();

    assertThat(fleet.first.lastRequest().awaitEnding().clientLeft()).isTrue();
    Map<String, Object> record =
        recordOf(response.headers().firstValue("x-serai-request-id").orElseThrow());
    assertThat(record)
        .containsEntry("outcome", "abandoned")
        .containsEntry("reason", "client_left")
        .containsEntry("estimated", true);
    assertThat((long) record.get("input_tokens")).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void neverLetsABrokenStreamLookLikeAGoodEnd(Dialects dialect) throws Exception {
    Answer whole = dialect.streamed("m", "first", " second");
    fleet.first.answer(whole.cutAt(offsetAfter(whole, "first")));

    HttpResponse<InputStream> response = open(dialect);
    String requestId = response.headers().firstValue("x-serai-request-id").orElseThrow();
    if (dialect == Dialects.ANTHROPIC || dialect == Dialects.OPENAI_RESPONSES) {
      String text = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text)
          .contains("first")
          .contains(dialect == Dialects.ANTHROPIC ? "event: error" : "event: response.failed");
    } else {
      assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    assertThat(recordOf(requestId))
        .containsEntry("outcome", "failed")
        .containsEntry("reason", "broken")
        .containsEntry("estimated", true);
  }

  @ParameterizedTest
  @EnumSource
  void takesACleanEndWithoutTheEndMarkerForABreak(Dialects dialect) throws Exception {
    Answer whole = dialect.streamed("m", "first", " second");
    fleet.first.answer(Answer.sse(text(whole).substring(0, offsetAfter(whole, "first"))));

    HttpResponse<InputStream> response = open(dialect);
    String text = "";
    try {
      text = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      assertThat(dialect).isIn(Dialects.OPENAI_CHAT, Dialects.GEMINI);
    }

    assertThat(text)
        .doesNotContain("[DONE]")
        .doesNotContain("message_stop")
        .doesNotContain("response.completed");
    assertThat(recordOf(response.headers().firstValue("x-serai-request-id").orElseThrow()))
        .containsEntry("outcome", "failed");
  }

  @ParameterizedTest
  @EnumSource
  void cutsTheRunningStreamsOfARevokedKey(Dialects dialect) throws Exception {
    var created = fleet.gateway.bean(VirtualKeys.class);
    assertThat(created).isNotNull();
    fleet.first.answer(stalled(dialect));

    HttpResponse<InputStream> response = open(dialect);
    readUntil(response.body(), "first");
    String keyId = (String) Keys.idOf(fleet.gateway, "ci");
    fleet.gateway.bean(Gateway.class).cutKey(keyId);
    String rest = "";
    try {
      rest = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cut) {
      assertThat(dialect).isIn(Dialects.OPENAI_CHAT, Dialects.GEMINI);
    }

    if (dialect == Dialects.ANTHROPIC || dialect == Dialects.OPENAI_RESPONSES)
      assertThat(rest).contains("revoked");
    assertThat(fleet.first.lastRequest().awaitEnding().clientLeft()).isTrue();
    assertThat(recordOf(response.headers().firstValue("x-serai-request-id").orElseThrow()))
        .containsEntry("outcome", "abandoned")
        .containsEntry("reason", "key_revoked");
  }
}
