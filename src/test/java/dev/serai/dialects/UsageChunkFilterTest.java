package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Fixture;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class UsageChunkFilterTest {
  private static final String TEXT =
      "data: {\"choices\":[{\"delta\":{\"content\":\"ü \\\"usage\\\"\"}}],\"usage\":null}";
  private static final String EXTRA =
      "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":2}}";
  private static final String AZURE_FIRST =
      "data: {\"choices\":[],\"id\":\"\",\"prompt_filter_results\":[{\"usage\":{}}]}";
  private static final String DONE = "data: [DONE]";
  private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");

  @Test
  void takesOutTheExtraChunkAndItsBlankLineAtEveryCut() {
    for (String end : LINE_ENDS) {
      String with = lines(end, AZURE_FIRST, TEXT, EXTRA, ": ping", TEXT, DONE);
      String without = lines(end, AZURE_FIRST, TEXT, ": ping", TEXT, DONE);
      assertEveryCut(with, without);
    }
  }

  @Test
  void takesOutAChunkThatIsFirstLastOrOnly() {
    for (String end : LINE_ENDS) {
      assertEveryCut(lines(end, EXTRA, TEXT), lines(end, TEXT));
      assertEveryCut(lines(end, TEXT, EXTRA), lines(end, TEXT));
      assertEveryCut(lines(end, EXTRA), "");
    }
  }

  @Test
  void handsOnEveryOtherByteUnchanged() {
    String odd = "\n\nid: 1\ndata\ndata:\n\n: c\r\r\n" + TEXT + "\n" + "data: {\"choices\":[";
    assertEveryCut(odd, odd);
    String usageOnly = lines("\n", "data: {\"usage\":{\"prompt_tokens\":1}}", DONE);
    assertEveryCut(usageOnly, usageOnly);
    String usageWithChoice = lines("\n", "data: {\"usage\":{},\"choices\":[{\"index\":0}]}", DONE);
    assertEveryCut(usageWithChoice, usageWithChoice);
  }

  @Test
  void takesOutAChunkThatTheEndLeavesWithoutBlankLine() {
    assertEveryCut(lines("\n", TEXT) + EXTRA + "\n", lines("\n", TEXT));
    assertEveryCut(lines("\n", TEXT) + EXTRA, lines("\n", TEXT));
  }

  @Test
  void holdsTextBackNoLongerThanItsChoiceIsUnknown() {
    UsageChunkFilter filter = new UsageChunkFilter();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] head = "data: {\"id\":\"1\",\"choices\":[".getBytes(StandardCharsets.UTF_8);
    filter.filter(head, 0, head.length, into(out));
    assertThat(out.size()).isZero();
    byte[] next = "{".getBytes(StandardCharsets.UTF_8);
    filter.filter(next, 0, next.length, into(out));
    assertThat(out.size()).isEqualTo(head.length + 1);
  }

  @Test
  void doesNotHoldAnEventWithoutBound() {
    UsageChunkFilter filter = new UsageChunkFilter();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] endless = ("data: {\"a\":\"" + "x".repeat(70_000)).getBytes(StandardCharsets.UTF_8);
    filter.filter(endless, 0, endless.length, into(out));
    assertThat(out.size()).isEqualTo(endless.length);
  }

  @TestFactory
  Stream<DynamicTest> leavesRecordedStreamsAlikeButForTheirExtraChunk() {
    return Fixture.of("openai-chat").stream()
        .filter(Fixture::streamed)
        .map(
            fixture ->
                DynamicTest.dynamicTest(
                    fixture.name(),
                    () -> {
                      String whole = new String(fixture.reply(), StandardCharsets.UTF_8);
                      String expected =
                          new String(fixture.replyWithoutUsageChunk(), StandardCharsets.UTF_8);
                      for (int slice = 1; slice <= 7; slice++)
                        assertThat(filtered(whole, slice)).isEqualTo(expected);
                      assertThat(filtered(whole, Integer.MAX_VALUE)).isEqualTo(expected);
                    }));
  }

  private static void assertEveryCut(String whole, String expected) {
    for (int slice = 1; slice <= 7; slice++)
      assertThat(filtered(whole, slice)).as("slices of %d", slice).isEqualTo(expected);
    byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      UsageChunkFilter filter = new UsageChunkFilter();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      filter.filter(bytes, 0, cut, into(out));
      filter.filter(bytes, cut, bytes.length, into(out));
      filter.end(into(out));
      assertThat(out.toString(StandardCharsets.UTF_8)).as("cut at %d", cut).isEqualTo(expected);
    }
  }

  private static String filtered(String whole, int slice) {
    UsageChunkFilter filter = new UsageChunkFilter();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
    Slices.of(
        bytes,
        Math.min(slice, Math.max(1, bytes.length)),
        (piece, from, to) -> filter.filter(piece, from, to, into(out)));
    filter.end(into(out));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static UsageChunkFilter.Sink into(ByteArrayOutputStream out) {
    return (bytes, from, to) -> out.write(bytes, from, to - from);
  }

  private static String lines(String end, String... events) {
    List<String> text = new ArrayList<>();
    for (String event : events) text.add(event + end + end);
    return String.join("", text);
  }
}
