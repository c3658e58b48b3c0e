package dev.serai.features;

import dev.serai.testing.Dialects;
import dev.serai.testing.FuzzedBytes;
import dev.serai.testing.GatewayUnderTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Makes HTTP/2 that no client sends: frames in no order, or hardly frames at all. */
final class FuzzedFrames {
  private static final String CHAT = "/v1/chat/completions";
  private static final byte[] BODY =
      Dialects.OPENAI_CHAT.request("m", "hello", false).getBytes(StandardCharsets.UTF_8);
  private static final Integer[] NUMBERS = {
    0, 1, 100, 16_383, 16_384, 65_535, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE, -1
  };
  private static final String[] NAMES = {
    ":method",
    ":path",
    ":scheme",
    ":authority",
    ":status",
    ":protocol",
    ":x",
    "Authorization",
    "connection",
    "transfer-encoding",
    "te",
    "upgrade",
    "host",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "x y",
    "",
    "é"
  };
  private static final String[] VALUES = {
    "",
    "POST",
    "GET",
    "CONNECT",
    "http",
    "https",
    CHAT,
    "*",
    "//",
    "chunked",
    "trailers",
    "100-continue",
    "3",
    "-1",
    "99999999999999999999",
    "a\r\nb: c",
    "\u0000",
    "x".repeat(5_000)
  };

  private final Random random;
  private final FuzzedBytes bytes;

  /** The last that was opened. */
  private int stream = -1;

  FuzzedFrames(long seed) {
    random = new Random(seed);
    bytes = new FuzzedBytes(random);
  }

  /**
   * @param good stream of a proper request behind everything else
   * @param framed whether all lengths are right, so that an answer can be expected
   */
  record Sent(byte[] wire, int good, boolean framed) {
    @Override
    public String toString() {
      return HexFormat.of().formatHex(wire);
    }
  }

  Sent make() {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (int i = random.nextInt(12); i > 0; i--) wire.writeBytes(any());
    int good = opened();
    wire.writeBytes(request(good));
    return bytes.chance(5)
        ? new Sent(bytes.damaged(wire.toByteArray()), good, false)
        : new Sent(wire.toByteArray(), good, true);
  }

  private byte[] any() {
    return switch (random.nextInt(11)) {
      case 0 -> request(opened());
      case 1 -> Http2Wire.post(opened(), CHAT);
      case 2 -> headers(opened(), odd());
      case 3 -> headers(opened(), bytes.damaged(block()));
      case 4 -> settings();
      case 5 -> Http2Wire.frame(Http2Wire.WINDOW_UPDATE, 0, some(), Http2Wire.number(number()));
      case 6 -> Http2Wire.frame(Http2Wire.RESET, 0, some(), Http2Wire.number(random.nextInt(16)));
      case 7 -> Http2Wire.frame(Http2Wire.DATA, flags(), some(), bytes.noise(100));
      case 8 -> Http2Wire.frame(Http2Wire.PING, random.nextInt(2), 0, new byte[8]);
      case 9 -> inPieces(opened(), block());
      default -> Http2Wire.frame(random.nextInt(12), flags(), some(), bytes.noise(60));
    };
  }

  private int opened() {
    return stream += 2;
  }

  /** Mostly one that there is. */
  private int some() {
    if (bytes.chance(6)) return bytes.pick(NUMBERS);
    return bytes.chance(4) ? 0 : random.nextInt(Math.max(1, stream) + 1);
  }

  private int number() {
    return bytes.pick(NUMBERS);
  }

  private int flags() {
    return bytes.chance(2) ? 0 : random.nextInt(256);
  }

  private static byte[] request(int stream) {
    byte[] head = Http2Wire.post(stream, CHAT);
    byte[] body = Http2Wire.frame(Http2Wire.DATA, Http2Wire.END_STREAM, stream, BODY);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
  }

  private byte[] headers(int stream, byte[] block) {
    int more = bytes.chance(3) ? flags() : random.nextInt(2);
    return Http2Wire.frame(Http2Wire.HEADERS, Http2Wire.END_HEADERS | more, stream, block);
  }

  private byte[] inPieces(int stream, byte[] block) {
    int half = random.nextInt(block.length + 1);
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    wire.writeBytes(
        Http2Wire.frame(Http2Wire.HEADERS, random.nextInt(2), stream, Arrays.copyOf(block, half)));
    if (bytes.chance(4)) wire.writeBytes(any());
    wire.writeBytes(
        Http2Wire.frame(
            Http2Wire.CONTINUATION,
            bytes.chance(4) ? flags() : Http2Wire.END_HEADERS,
            stream,
            Arrays.copyOfRange(block, half, block.length)));
    return wire.toByteArray();
  }

  private byte[] settings() {
    ByteBuffer pairs = ByteBuffer.allocate(6 * random.nextInt(4));
    while (pairs.hasRemaining()) pairs.putShort((short) random.nextInt(10)).putInt(number());
    return Http2Wire.frame(Http2Wire.SETTINGS, bytes.chance(8) ? 1 : 0, 0, pairs.array());
  }

  private static byte[] block() {
    return block(List.of());
  }

  /** A good one with fields that do not belong there, or are there twice. */
  private byte[] odd() {
    List<String> fields = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      fields.add(bytes.pick(NAMES));
      fields.add(bytes.pick(VALUES));
    }
    return block(fields);
  }

  private static byte[] block(List<String> more) {
    List<String> fields =
        new ArrayList<>(List.of(":method", "POST", ":scheme", "http", ":path", CHAT));
    fields.addAll(more);
    fields.addAll(List.of("authorization", "Bearer " + GatewayUnderTest.KEY));
    return Http2Wire.block(fields.toArray(String[]::new));
  }
}
