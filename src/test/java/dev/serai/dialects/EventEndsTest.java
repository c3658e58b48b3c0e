package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventEndsTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes in pieces of the size, each as far as its events go. */
  private static List<String> events(byte[] all, int size) {
    EventEnds ends = new EventEnds();
    List<String> events = new ArrayList<>();
    StringBuilder event = new StringBuilder();
    for (int from = 0; from < all.length; from += size) {
      int to = Math.min(all.length, from + size);
      for (int at = from; at < to; ) {
        int next = ends.next(all, at, to);
        event.append(new String(all, at, next - at, StandardCharsets.ISO_8859_1));
        at = next;
        if (!ends.between()) continue;
        events.add(event.toString().strip());
        event.setLength(0);
      }
    }
    if (!event.isEmpty()) events.add(event.toString().strip());
    events.removeIf(String::isEmpty);
    return events;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void findsEveryEventHoweverTheStreamIsCut(String end) {
    byte[] all =
        bytes("event: a" + end + "data: 1" + end + end + ": ping" + end + end + "data: 2" + end);
    for (int size = 1; size <= all.length; size++)
      assertThat(events(all, size))
          .as("pieces of %s", size)
          .containsExactly("event: a" + end + "data: 1", ": ping", "data: 2");
  }

  @Test
  void isNotBetweenEventsInsideOne() {
    EventEnds ends = new EventEnds();
    assertThat(ends.between()).isTrue();
    byte[] open = bytes("data: x\n");
    ends.next(open, 0, open.length);
    assertThat(ends.between()).isFalse();
    byte[] blank = bytes("\n");
    ends.next(blank, 0, 1);
    assertThat(ends.between()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n\n", "\r\n\r\n", "\r\r", "\r\n\r", "\n\r\n", "\r\n\n"})
  void tellsByTheLastBytesThatAnEventEnded(String end) {
    assertThat(EventEnds.between(last("data: x" + end))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", "", "\n\ndata: y", "\r\n\r\n "})
  void tellsByTheLastBytesThatAnEventGoesOn(String end) {
    assertThat(EventEnds.between(last("data: x" + end))).isFalse();
  }

  private static int last(String text) {
    int last = 0;
    for (byte b : bytes(text)) last = last << 8 | b & 0xff;
    return last;
  }
}
