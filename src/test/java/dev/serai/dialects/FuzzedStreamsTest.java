package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Operation;
import dev.serai.call.Usage;
import dev.serai.testing.FuzzCases;
import dev.serai.testing.Fuzzed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Whatever a provider sends, and however the network cuts it. */
@AddLifecycleHook(FuzzCases.class)
class FuzzedStreamsTest {
  private static final String EXTRA =
      "{\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}";
  private static final String[] OTHERS = {
    "{\"choices\":[{\"delta\":{\"content\":\"hel\"}}]}",
    "{\"choices\":[{\"delta\":{}}],\"usage\":{\"prompt_tokens\":3}}",
    "{\"choices\":[],\"prompt_filter_results\":[]}",
    "{\"usage\":{\"prompt_tokens\":3}}",
    "{\"choices\":[],\"usage\":null}",
    "{\"error\":{\"message\":\"x\"}}",
    "[DONE]",
    "",
    "x"
  };

  @Provide
  Arbitrary<Operation> operations() {
    return Arbitraries.of(Operation.class);
  }

  @Provide
  Arbitrary<Fuzzed> events() {
    return Fuzzed.of((bytes, random) -> bytes.damaged(bytes.events()));
  }

  @Provide
  Arbitrary<Fuzzed> replies() {
    return Fuzzed.of(
        (bytes, random) -> bytes.chance(10) ? bytes.noise(200) : bytes.damaged(bytes.reply()));
  }

  private record Seen(
      ReplyReader.Phase phase,
      Usage usage,
      long output,
      String model,
      String finish,
      String error) {
    static Seen of(ReplyReader reader) {
      reader.end();
      return new Seen(
          reader.phase(),
          reader.usage(),
          reader.outputSoFar(),
          reader.model(),
          reader.finish(),
          reader.error());
    }
  }

  @Property(tries = 2000)
  void aStreamIsReadTheSameHoweverItIsCut(
      @ForAll("operations") Operation operation, @ForAll("events") Fuzzed stream) {
    readTheSame(operation, true, stream);
  }

  @Property(tries = 2000)
  void aReplyIsReadTheSameHoweverItIsCut(
      @ForAll("operations") Operation operation,
      @ForAll boolean streamed,
      @ForAll("replies") Fuzzed reply) {
    readTheSame(operation, streamed, reply);
  }

  private static void readTheSame(Operation operation, boolean streamed, Fuzzed fuzzed) {
    ReplyReader whole = ReplyReaders.of(operation, streamed);
    whole.read(fuzzed.bytes(), 0, fuzzed.bytes().length);
    ReplyReader cut = ReplyReaders.of(operation, streamed);
    long[] before = {0};
    fuzzed.inPieces(
        (bytes, from, to) -> {
          cut.read(bytes, from, to);
          assertThat(cut.outputSoFar()).isGreaterThanOrEqualTo(before[0]);
          assertThat(cut.usage().outputTotal()).isNotNegative();
          before[0] = cut.outputSoFar();
        });

    Seen seen = Seen.of(cut);
    assertThat(seen).isEqualTo(Seen.of(whole));
    assertThat(seen.usage().inputTotal()).isBetween(0L, 10_000_000_000L);
    assertThat(seen.usage().outputTotal()).isBetween(0L, 10_000_000_000L);
    assertThat(seen.model().length() + seen.finish().length() + seen.error().length())
        .isLessThanOrEqualTo(3 * 256);
  }

  @Property(tries = 2000)
  void eventsEndWhereTheyEndHoweverTheyAreCut(@ForAll("events") Fuzzed stream) {
    EventEnds whole = new EventEnds();
    List<Integer> ends = new ArrayList<>();
    for (int at = 0; at < stream.bytes().length; ) {
      at = whole.next(stream.bytes(), at, stream.bytes().length);
      if (whole.between()) ends.add(endOfLine(stream.bytes(), at));
    }
    EventEnds cut = new EventEnds();
    List<Integer> found = new ArrayList<>();
    int[] base = {0};
    stream.inPieces(
        (bytes, from, to) -> {
          for (int at = from; at < to; ) {
            at = cut.next(bytes, at, to);
            int end = endOfLine(stream.bytes(), base[0] + at - from);
            if (cut.between() && !found.contains(end)) found.add(end);
          }
          base[0] += to - from;
        });

    assertThat(found).isEqualTo(ends.stream().distinct().toList());
    assertThat(cut.between()).isEqualTo(whole.between());
    assertThat(ends).isEqualTo(blankLines(stream.bytes()));
  }

  /** A CRLF that is cut in two still is one. */
  private static int endOfLine(byte[] bytes, int at) {
    return at < bytes.length && at > 0 && bytes[at - 1] == '\r' && bytes[at] == '\n' ? at + 1 : at;
  }

  /** One past each, by the letter of the standard. */
  private static List<Integer> blankLines(byte[] bytes) {
    List<Integer> ends = new ArrayList<>();
    int lineStart = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '\n' && bytes[i] != '\r') continue;
      int length = i - lineStart;
      if (bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') i++;
      lineStart = i + 1;
      if (length == 0) ends.add(i + 1);
    }
    return ends;
  }

  /** Events, of which some are the extra one, as the client is to see them. */
  private record Chat(Fuzzed sent, byte[] wanted) {}

  @Provide
  Arbitrary<Chat> chats() {
    return Arbitraries.randomValue(FuzzedStreamsTest::chat);
  }

  private static Chat chat(Random random) {
    StringBuilder sent = new StringBuilder();
    StringBuilder wanted = new StringBuilder();
    String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
    for (int i = random.nextInt(6); i >= 0; i--) {
      boolean extra = random.nextInt(3) == 0;
      String data = extra ? EXTRA : OTHERS[random.nextInt(OTHERS.length)];
      String event = (random.nextInt(4) == 0 ? ": ping" + end : "") + "data: " + data + end + end;
      sent.append(event);
      if (!extra) wanted.append(event);
    }
    byte[] bytes = sent.toString().getBytes(StandardCharsets.UTF_8);
    return new Chat(
        new Fuzzed(bytes, random.nextLong()), wanted.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 3000)
  void onlyTheExtraUsageChunkIsTakenOut(@ForAll("chats") Chat chat) {
    assertThat(filtered(chat.sent())).asString().isEqualTo(new String(chat.wanted()));
  }

  @Property(tries = 2000)
  void aFilteredStreamIsTheSameHoweverItIsCut(@ForAll("events") Fuzzed stream) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    UsageChunkFilter filter = new UsageChunkFilter();
    filter.filter(stream.bytes(), 0, stream.bytes().length, sink(whole));
    filter.end(sink(whole));

    assertThat(text(filtered(stream))).isEqualTo(text(whole.toByteArray()));
  }

  private static byte[] filtered(Fuzzed stream) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    UsageChunkFilter filter = new UsageChunkFilter();
    stream.inPieces((bytes, from, to) -> filter.filter(bytes, from, to, sink(out)));
    filter.end(sink(out));
    return out.toByteArray();
  }

  private static UsageChunkFilter.Sink sink(ByteArrayOutputStream out) {
    return (bytes, from, to) -> out.write(bytes, from, to - from);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
