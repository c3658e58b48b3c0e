package dev.serai.features;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FuzzedBytes;
import dev.serai.testing.FuzzedPlace;
import dev.serai.testing.GatewayUnderTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Makes calls that no client makes, and answers that no provider gives. */
final class FuzzedCalls {
  /** Tells the provider which call it answers: a header that goes on. */
  static final String NUMBER = "x-client-request-id";

  static final String COOKIE = "fuzz-cookie-5d1c";
  private static final String[] PLACES =
      Stream.concat(
              Arrays.stream(FuzzedPlace.values()).map(FuzzedPlace::target),
              Stream.of("/v1/budget/requests"))
          .toArray(String[]::new);
  private static final String[] PATHS = {
    "/",
    "v1",
    "/v1/",
    "v1beta",
    "/v1beta/models/",
    "/api/v1/",
    "models",
    "/models/",
    "m",
    ":",
    "%3A",
    "generateContent",
    "streamGenerateContent",
    "chat/completions",
    "messages",
    "budget",
    "/requests",
    "%",
    "%zz",
    "%00",
    "%0d%0a",
    "+",
    "..",
    ";a",
    "//",
    "\\",
    "~",
    "http://h/",
    "*"
  };
  private static final String[] QUERIES = {
    "a=1",
    "alt=sse",
    "beta=true",
    "key=" + GatewayUnderTest.KEY,
    "k%65y=" + GatewayUnderTest.KEY,
    "%",
    "=",
    "&&",
    "a=%00",
    "a=%0d%0aX:1",
    "#x",
    "?",
    "a=b;c",
    "é"
  };
  private static final String[] METHODS = {
    "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW", "CONNECT", "TRACE"
  };
  private static final String[] NAMES = {
    "x-app",
    "anthropic-beta",
    "anthropic-version",
    "traceparent",
    "tracestate",
    "cookie",
    "x-api-key",
    "x-goog-api-key",
    "authorization",
    "content-type",
    "content-encoding",
    "accept",
    "accept-encoding",
    "user-agent",
    "originator",
    "prefer",
    "te",
    "expect",
    "upgrade",
    "connection",
    "range",
    "x-stainless-os",
    "openai-beta",
    "x-forwarded-for",
    "forwarded",
    "proxy-authorization",
    "idempotency-key",
    "x-serai-user",
    "x-http-method-override",
    "x y",
    "é"
  };
  private static final String[] VALUES = {
    "",
    "a",
    "a, b",
    "identity",
    "gzip",
    "application/json; charset=x",
    "close",
    "keep-alive",
    "keep-alive, x-app",
    "100-continue",
    "websocket",
    "codex",
    "claude-cli/2",
    "eyJ.eyJ.x",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "vendor=1",
    "00-zz",
    "\t",
    "é",
    "\u0001",
    "\u007f",
    "a\u000bb",
    "%0d%0a",
    "\"",
    "x".repeat(3000),
    COOKIE
  };
  private static final String[] TYPES = {
    "application/json", "text/event-stream", "text/event-stream; charset=utf-8", "text/html", "x"
  };

  private final Random random;
  private final FuzzedBytes bytes;

  FuzzedCalls(Random random) {
    this.random = random;
    this.bytes = new FuzzedBytes(random);
  }

  /**
   * @param wire the whole request
   * @param body of it, as it is meant
   * @param answer of the provider, should it be asked
   * @param good whether that answer is
   * @param proper HTTP that every server has to answer
   * @param framed whether the server can tell where the request ends
   */
  record Sent(
      int number,
      byte[] wire,
      byte[] body,
      Answer answer,
      boolean stream,
      boolean good,
      boolean proper,
      boolean framed) {
    @Override
    public String toString() {
      return new dev.serai.testing.Fuzzed(wire, number).toString();
    }
  }

  /** A body that is nearly right, or not at all; whole or in chunks. */
  Sent body(int number) {
    String place = bytes.pick(PLACES);
    byte[] body =
        switch (random.nextInt(8)) {
          case 0 -> bytes.noise(300);
          case 1, 2, 3 -> bytes.damaged(good(place, random.nextBoolean()));
          case 4 -> ("{\"model\":\"m\",\"x\":" + "[".repeat(random.nextInt(3000))).getBytes();
          default -> bytes.damaged(bytes.request());
        };
    boolean stream =
        place.contains("stream") || can(place) && text(body).contains("\"stream\":true");
    return new Sent(
        number, post(number, place, body), body, answer(place, stream), stream, true, true, true);
  }

  /** Headers of all kinds before a good body. */
  Sent headers(int number) {
    String place = bytes.pick(PLACES);
    boolean stream = streams(place);
    byte[] body = good(place, stream);
    boolean framed = true;
    StringBuilder lines = new StringBuilder();
    boolean proper = true;
    for (int i = random.nextInt(6); i >= 0; i--) {
      String name = bytes.pick(NAMES);
      String value = bytes.pick(VALUES);
      proper &= !name.equals("x y") && !name.equals("é") && fit(value);
      proper &= !name.equals("expect") && !name.equals("upgrade") && !name.equals("connection");
      String line = name + ": " + value + "\r\n";
      if (bytes.chance(30)) {
        line =
            bytes.pick(
                new String[] {"none\r\n", " folded\r\n", "a : b\r\n", ": x\r\n", "host: h\r\n"});
        proper = false;
      }
      lines.append(line);
    }
    if (bytes.chance(12)) {
      lines.append(
          bytes.pick(
              new String[] {
                "content-length: 3\r\n",
                "transfer-encoding: chunked\r\n",
                "transfer-encoding: gzip, chunked\r\n",
                "transfer-encoding: x\r\n",
                "content-length: -1\r\n",
                "content-length: 1, 1\r\n",
                "content-length: +5\r\n"
              }));
      proper = false;
      framed = false;
    }
    byte[] wire = wire("POST " + place, head(number) + lines, body);
    return new Sent(number, wire, body, answer(place, stream), stream, true, proper, framed);
  }

  /** Any path, query and method. */
  Sent path(int number) {
    StringBuilder target = new StringBuilder("/");
    if (bytes.chance(3)) target.setLength(0);
    for (int i = random.nextInt(7); i > 0; i--) target.append(bytes.pick(PATHS));
    if (bytes.chance(2)) target = new StringBuilder(bytes.pick(PLACES));
    if (bytes.chance(2)) {
      target.append(target.indexOf("?") < 0 ? "?" : "&").append(bytes.pick(QUERIES));
      for (int i = random.nextInt(3); i > 0; i--) target.append('&').append(bytes.pick(QUERIES));
    }
    String method = bytes.pick(METHODS);
    byte[] body = good(target.toString(), false);
    boolean proper =
        target.indexOf("/") == 0 && fit(target.toString()) && !method.equals("CONNECT");
    byte[] wire = wire(method + " " + target, head(number), body);
    return new Sent(
        number, wire, body, answer(target.toString(), false), false, true, proper, true);
  }

  /** A good call, and whatever the provider says to it. */
  Sent reply(int number) {
    Dialects dialect = bytes.pick(Dialects.values());
    boolean stream = random.nextBoolean();
    String place = dialect.path("m", stream);
    byte[] body = dialect.request("m", "hello", stream).getBytes(StandardCharsets.UTF_8);
    return new Sent(
        number, post(number, place, body), body, odd(dialect, stream), stream, false, true, true);
  }

  private boolean streams(String place) {
    if (place.contains("v1beta")) return place.contains("stream");
    return can(place) && random.nextBoolean();
  }

  private static boolean can(String place) {
    return place.endsWith("completions")
        || place.endsWith("responses")
        || place.endsWith("messages");
  }

  private Answer odd(Dialects dialect, boolean stream) {
    byte[] said =
        switch (random.nextInt(5)) {
          case 0 -> bytes.noise(400);
          case 1 -> bytes.damaged(stream ? bytes.events() : bytes.reply());
          case 2 ->
              bytes.damaged(
                  FaultScene.text(dialect.error(400, "no")).getBytes(StandardCharsets.ISO_8859_1));
          default ->
              bytes.damaged(
                  FaultScene.text(FaultScene.good(dialect, stream, "hel", "lo"))
                      .getBytes(StandardCharsets.ISO_8859_1));
        };
    int status = bytes.pick(new Integer[] {200, 200, 200, 200, 201, 400, 404, 422, 500, 503});
    String type = bytes.pick(TYPES);
    Answer answer =
        stream && bytes.chance(2)
            ? Answer.sse(pieces(said)).status(status).headerInstead("content-type", type)
            : Answer.of(status, type, said);
    if (bytes.chance(12))
      answer =
          answer.header(
              "content-encoding",
              bytes.pick(new String[] {"gzip", "deflate", "br", "identity", "x"}));
    if (bytes.chance(8)) answer = answer.header("x-ratelimit-reset", bytes.pick(VALUES));
    if (bytes.chance(12)) answer = answer.header("retry-after-ms", bytes.pick(VALUES));
    if (bytes.chance(10)) answer = answer.cutAt(random.nextInt(answer.length() + 1));
    return answer;
  }

  private List<byte[]> pieces(byte[] whole) {
    List<byte[]> pieces = new ArrayList<>();
    new dev.serai.testing.Fuzzed(whole, random.nextLong())
        .inPieces((b, from, to) -> pieces.add(Arrays.copyOfRange(b, from, to)));
    return pieces;
  }

  private static byte[] good(String place, boolean stream) {
    return dialect(place).request("fast", "hello é", stream).getBytes(StandardCharsets.UTF_8);
  }

  private static Answer answer(String place, boolean stream) {
    return FaultScene.good(dialect(place), stream, "hel", "lo");
  }

  private static Dialects dialect(String place) {
    if (place.contains("/messages")) return Dialects.ANTHROPIC;
    if (place.contains("/responses")) return Dialects.OPENAI_RESPONSES;
    return place.contains("v1beta") || place.contains("ontent")
        ? Dialects.GEMINI
        : Dialects.OPENAI_CHAT;
  }

  /** What an HTTP parser has no reason to refuse. */
  private static boolean fit(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f || c == ' ' && !text.startsWith("/"))
        && !text.contains("%0");
  }

  private byte[] post(int number, String place, byte[] body) {
    if (bytes.chance(4)) {
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      wire.writeBytes(
          ascii(
              "POST "
                  + place
                  + " HTTP/1.1\r\n"
                  + head(number)
                  + "transfer-encoding: chunked\r\n\r\n"));
      for (byte[] piece : pieces(body)) {
        wire.writeBytes(ascii(Integer.toHexString(piece.length) + "\r\n"));
        wire.writeBytes(piece);
        wire.writeBytes(ascii("\r\n"));
      }
      wire.writeBytes(ascii("0\r\n\r\n"));
      return wire.toByteArray();
    }
    return wire("POST " + place, head(number), body);
  }

  private static byte[] wire(String request, String head, byte[] body) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    String lines = request + " HTTP/1.1\r\n" + head + "content-length: " + body.length + "\r\n\r\n";
    wire.writeBytes(lines.getBytes(StandardCharsets.UTF_8));
    wire.writeBytes(body);
    return wire.toByteArray();
  }

  private static String head(int number) {
    return "host: gateway\r\nauthorization: Bearer "
        + GatewayUnderTest.KEY
        + "\r\n"
        + NUMBER
        + ": "
        + number
        + "\r\n";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.ISO_8859_1);
  }
}
