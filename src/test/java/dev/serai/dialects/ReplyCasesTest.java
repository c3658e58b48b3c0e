package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.call.Operation;
import dev.serai.call.Usage;
import dev.serai.dialects.ReplyReader.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** The cases of {@code dialects/}: what a reader says after each event, and in the end. */
class ReplyCasesTest {
  private static final List<String> FILES =
      List.of(
          "openai-chat/streams.yaml",
          "openai-chat/usage.yaml",
          "openai-responses/replies.yaml",
          "anthropic/replies.yaml",
          "gemini/replies.yaml");

  @TestFactory
  Stream<DynamicNode> readsTheReply() throws IOException {
    List<DynamicNode> tests = new ArrayList<>();
    for (String file : FILES)
      for (Case it : cases(file))
        tests.add(DynamicTest.dynamicTest(file + ": " + it.name(), () -> check(it)));
    return tests.stream();
  }

  private static List<Case> cases(String file) throws IOException {
    try (InputStream in = ReplyCasesTest.class.getResourceAsStream("/dialects/" + file)) {
      return new ObjectMapper().convertValue(new Yaml().load(in), new TypeReference<>() {});
    }
  }

  private static void check(Case it) {
    ReplyReader byEvent = ReplyReaders.of(it.operation(), it.streamed());
    for (Event event : it.events()) {
      byte[] bytes = event.send().getBytes(StandardCharsets.UTF_8);
      byEvent.read(bytes, 0, bytes.length);
      if (event.phase() != null) assertThat(byEvent.phase()).isEqualTo(event.phase());
    }
    checkEnd(it, byEvent);

    byte[] whole =
        it.events().stream()
            .map(Event::send)
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);
    for (int slice = 1; slice <= 7; slice++) {
      ReplyReader sliced = ReplyReaders.of(it.operation(), it.streamed());
      Slices.of(whole, slice, sliced::read);
      checkEnd(it, sliced);
    }
  }

  private static void checkEnd(Case it, ReplyReader read) {
    if (!it.cut()) read.end();
    Expect expect = it.expect();
    assertThat(read.phase()).isEqualTo(expect.phase() == null ? Phase.ENDED : expect.phase());
    assertThat(read.model()).isEqualTo(orEmpty(expect.model()));
    assertThat(read.finish()).isEqualTo(orEmpty(expect.finish()));
    assertThat(read.error()).isEqualTo(orEmpty(expect.error()));
    assertThat(read.usage()).isEqualTo(expect.buckets());
    if (expect.outputSoFar() != null)
      assertThat(read.outputSoFar()).isEqualTo(expect.outputSoFar());
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  record Case(
      String name,
      Operation operation,
      boolean streamed,
      boolean cut,
      List<Event> events,
      Expect expect) {
    Case {
      streamed |= operation == Operation.STREAM_GENERATE_CONTENT;
    }
  }

  record Event(String send, Phase phase) {}

  record Expect(
      Phase phase,
      String model,
      String finish,
      String error,
      Long outputSoFar,
      boolean estimated,
      Map<String, Long> usage) {

    Usage buckets() {
      return new Usage(
          of("input"),
          of("inputAudio"),
          of("cacheRead"),
          of("cacheReadAudio"),
          of("cacheWrite5m"),
          of("cacheWrite1h"),
          of("output"),
          of("reasoning"),
          of("outputAudio"),
          of("webSearches"),
          estimated);
    }

    private long of(String bucket) {
      return usage.getOrDefault(bucket, 0L);
    }
  }
}
