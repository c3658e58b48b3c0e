package dev.serai.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link FakeProvider} answers to one request: a head, then steps in order. Offsets count
 * body bytes; what stands before them is flushed.
 *
 * @param beforeHead steps taken before the status line is sent
 * @param sized whether the body travels with Content-Length (else chunked, one chunk a step)
 */
public record Answer(
    int status, List<Field> headers, boolean sized, List<Step> beforeHead, List<Step> body) {

  /** Status of an answer whose body is all that is sent, head and framing included. */
  private static final int RAW = 0;

  public Answer {
    headers = List.copyOf(headers);
    beforeHead = List.copyOf(beforeHead);
    body = List.copyOf(body);
  }

  /** One header line. */
  public record Field(String name, String value) {}

  /** One thing the provider does while it answers. */
  public sealed interface Step {
    /** Writes and flushes. */
    record Send(byte[] bytes) implements Step {}

    record Wait(Gate gate) implements Step {}

    /** Sends nothing more until the client leaves or the provider is closed. */
    record Stall() implements Step {}

    /** Ends the connection: by RST, else by an ordinary FIN. */
    record End(boolean reset) implements Step {}

    /** Sends FIN and goes on reading: half of the connection is closed. */
    record HalfClose() implements Step {}
  }

  public static Answer json(int status, String body) {
    return of(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /** A body of known length. */
  public static Answer of(int status, String contentType, byte[] body) {
    return new Answer(
        status,
        List.of(new Field("content-type", contentType)),
        true,
        List.of(),
        List.of(new Step.Send(body)));
  }

  /** A 200 event stream, each piece flushed on its own. */
  public static Answer sse(String... pieces) {
    return sse(Arrays.stream(pieces).map(p -> p.getBytes(StandardCharsets.UTF_8)).toList());
  }

  public static Answer sse(List<byte[]> pieces) {
    return new Answer(
        200,
        List.of(new Field("content-type", "text/event-stream")),
        false,
        List.of(),
        pieces.stream().<Step>map(Step.Send::new).toList());
  }

  /** 429 as a provider's rate limiter says it. */
  public static Answer tooManyRequests(String retryAfter, String body) {
    return json(429, body).header("retry-after", retryAfter);
  }

  /** Takes the request and resets the connection without a byte. */
  public static Answer reset() {
    return json(200, "").beforeHead(new Step.End(true));
  }

  /** Takes the request and answers never. */
  public static Answer silence() {
    return json(200, "").beforeHead(new Step.Stall());
  }

  /**
   * Byte by byte what is sent, status line, headers and framing included: see {@link RawAnswer}.
   * Offsets count from its first byte.
   */
  public static Answer raw(byte[] wire) {
    return new Answer(RAW, List.of(), true, List.of(), List.of(new Step.Send(wire)));
  }

  /** A {@link #raw} one, which may be no HTTP at all. */
  public static Answer raw(String wire) {
    return raw(wire.getBytes(StandardCharsets.UTF_8));
  }

  boolean isRaw() {
    return status == RAW;
  }

  public Answer status(int other) {
    return new Answer(other, headers, sized, beforeHead, body);
  }

  public Answer header(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Field(name, value));
    return new Answer(status, more, sized, beforeHead, body);
  }

  /** Replaces a header, the content type of {@link #sse} for instance. */
  public Answer headerInstead(String name, String value) {
    var others = headers.stream().filter(f -> !f.name().equalsIgnoreCase(name)).toList();
    return new Answer(status, others, sized, beforeHead, body).header(name, value);
  }

  /** Holds even the status line back until the gate is open. */
  public Answer headAfter(Gate gate) {
    return beforeHead(new Step.Wait(gate));
  }

  /** Holds the body back at this offset until the gate is open; 0 is after the head. */
  public Answer gateAt(int offset, Gate gate) {
    return insert(offset, new Step.Wait(gate));
  }

  /** Sends that many body bytes, then nothing more. */
  public Answer stallAt(int offset) {
    return insert(offset, new Step.Stall());
  }

  /** Sends that many body bytes, then resets the connection. */
  public Answer cutAt(int offset) {
    return insert(offset, new Step.End(true));
  }

  /** Sends that many body bytes, then closes the connection by FIN, without an end of the body. */
  public Answer closeAt(int offset) {
    return insert(offset, new Step.End(false));
  }

  /** Sends that many body bytes, then FIN; the connection stays open the other way. */
  public Answer halfCloseAt(int offset) {
    return insert(offset, new Step.HalfClose());
  }

  /** The whole body in pieces of so many bytes, each flushed on its own. */
  public Answer sliced(int bytes) {
    var slices = new ArrayList<Step>();
    for (Step step : body) {
      if (step instanceof Step.Send(byte[] all)) {
        for (int from = 0; from < all.length; from += bytes) {
          slices.add(
              new Step.Send(Arrays.copyOfRange(all, from, Math.min(all.length, from + bytes))));
        }
      } else {
        slices.add(step);
      }
    }
    return new Answer(status, headers, sized, beforeHead, slices);
  }

  /** Bytes of the whole body, also of what a fault leaves unsent behind its offset. */
  public int length() {
    return body.stream().mapToInt(s -> s instanceof Step.Send(byte[] b) ? b.length : 0).sum();
  }

  private Answer beforeHead(Step step) {
    var more = new ArrayList<>(beforeHead);
    more.add(step);
    return new Answer(status, headers, sized, more, body);
  }

  private Answer insert(int offset, Step step) {
    if (offset < 0 || offset > length()) {
      throw new IllegalArgumentException(
          "offset: " + offset + " (expected: 0 to " + length() + ", the body's length)");
    }
    var steps = new ArrayList<Step>();
    int left = offset;
    boolean placed = false;
    for (Step each : body) {
      if (placed || !(each instanceof Step.Send(byte[] bytes)) || bytes.length < left) {
        steps.add(each);
        left -= !placed && each instanceof Step.Send(byte[] b) ? b.length : 0;
        continue;
      }
      steps.add(new Step.Send(Arrays.copyOfRange(bytes, 0, left)));
      steps.add(step);
      steps.add(new Step.Send(Arrays.copyOfRange(bytes, left, bytes.length)));
      placed = true;
    }
    if (!placed) {
      steps.add(step);
    }
    // Content-Length keeps telling the whole body: a cut is one because bytes are missing
    return new Answer(status, headers, sized, beforeHead, steps);
  }
}
