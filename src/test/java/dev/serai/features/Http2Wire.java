package dev.serai.features;

import dev.serai.testing.GatewayUnderTest;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection with HTTP/2 by prior knowledge, frame by frame: no client would send these. */
final class Http2Wire implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RESET = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GO_AWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private static final int ROOM = 1 << 30;
  private static final int PRIORITISED = 0x20;
  private static final int PRIORITY_BYTES = 5;
  private static final int HEAD_BYTES = 9;

  /** Of remembered headers, should a test allow the gateway any. */
  private static final long LARGEST_TABLE = 0xffff_ffffL;

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder decoder = decoder();

  Http2Wire(String url) throws IOException {
    URI address = URI.create(url);
    socket = new Socket();
    socket.setReceiveBufferSize(64 * 1024); // what one does not read does not go far
    socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
    socket.setSoTimeout(20_000);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(frame(SETTINGS, 0, 0));
  }

  private static DefaultHttp2HeadersDecoder decoder() {
    DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true);
    try {
      decoder.maxHeaderTableSize(LARGEST_TABLE);
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
    return decoder;
  }

  /** As it came. */
  record Frame(int type, int flags, int stream, byte[] payload) {
    int number(int at) {
      return ByteBuffer.wrap(payload).getInt(at);
    }

    /** Why the stream was reset, or the whole connection given up. */
    int error() {
      return number(type == GO_AWAY ? 4 : 0);
    }
  }

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    return ByteBuffer.allocate(HEAD_BYTES + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  static byte[] number(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  /** Names and values of a good head. */
  static String[] fieldsOfPost(String path) {
    return new String[] {
      ":method",
      "POST",
      ":scheme",
      "http",
      ":authority",
      "g",
      ":path",
      path,
      "authorization",
      "Bearer " + GatewayUnderTest.KEY,
      "content-type",
      "application/json"
    };
  }

  /** A good one that the gateway knows the key of; its body is still to come. */
  static byte[] post(int stream, String path) {
    return frame(HEADERS, END_HEADERS, stream, block(fieldsOfPost(path)));
  }

  /**
   * Nothing of it is remembered by the other side.
   *
   * @param fields names and values, those with a colon first
   */
  static byte[] block(String... fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0); // literal, not indexed, with its name
      text(fields[i], block);
      text(fields[i + 1], block);
    }
    return block.toByteArray();
  }

  /** RFC 7541, 5.2: without Huffman's code. */
  static void text(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < 127) {
      out.write(bytes.length);
    } else {
      out.write(127);
      int rest = bytes.length - 127;
      for (; rest >= 128; rest >>= 7) out.write(rest & 0x7f | 0x80);
      out.write(rest);
    }
    out.writeBytes(bytes);
  }

  /**
   * The only request of the connection.
   *
   * @param fields names and values, those with a colon first
   * @return status of the answer, 0 when there is none: reset, gone away or closed
   */
  int post(String body, String... fields) throws IOException, Http2Exception {
    send(frame(HEADERS, END_HEADERS, 1, block(fields)));
    send(frame(DATA, END_STREAM, 1, body.getBytes(StandardCharsets.UTF_8)));
    return status(1);
  }

  /** Of the answer on a stream, 0 when there is none: reset, gone away or closed. */
  int status(int stream) throws IOException, Http2Exception {
    for (Frame frame = next(); frame != null; frame = next()) {
      if (frame.type() == GO_AWAY || frame.type() == RESET && frame.stream() == stream) return 0;
      if (frame.type() != HEADERS) continue;
      Http2Headers headers = headers(frame);
      if (frame.stream() == stream) return Integer.parseInt(headers.status().toString());
    }
    return 0;
  }

  /** The body of the answer on a stream, behind its status. */
  String body(int stream) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Frame frame;
    do {
      frame = next(DATA);
      if (frame.stream() == stream) body.writeBytes(frame.payload());
    } while (frame.stream() != stream || (frame.flags() & END_STREAM) == 0);
    return body.toString(StandardCharsets.UTF_8);
  }

  /**
   * How many bytes the body of the answer on stream 1 has, behind its status. Only now there is
   * room for more than the first 64 KB.
   */
  long counted() throws IOException {
    send(frame(WINDOW_UPDATE, 0, 0, number(ROOM)), frame(WINDOW_UPDATE, 0, 1, number(ROOM)));
    long all = 0;
    for (int first = in.read(); first >= 0; first = in.read()) {
      int length = first << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      in.skipNBytes(4L + length); // unlike next() without a copy of 160 MB
      if (type == RESET || type == GO_AWAY) break;
      if (type != DATA) continue;
      all += length;
      if ((flags & END_STREAM) != 0) return all;
    }
    throw new IOException("cut after " + all + " bytes");
  }

  /** Each has to be read once, in the order in which they came. */
  Http2Headers headers(Frame frame) throws Http2Exception {
    int from = (frame.flags() & PRIORITISED) != 0 ? PRIORITY_BYTES : 0;
    return decoder.decodeHeaders(
        frame.stream(),
        Unpooled.wrappedBuffer(frame.payload(), from, frame.payload().length - from));
  }

  /** Null when the connection has ended. */
  @Nullable Frame next() throws IOException {
    int first = in.read();
    if (first < 0) return null;
    int length = first << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) throw new EOFException();
    return new Frame(type, flags, stream, payload);
  }

  /** The next one of a type; passes over all others. */
  Frame next(int type) throws IOException {
    for (Frame frame = next(); frame != null; frame = next())
      if (frame.type() == type) return frame;
    throw new EOFException("no frame of type " + type);
  }

  void send(byte[]... frames) throws IOException {
    for (byte[] frame : frames) socket.getOutputStream().write(frame);
  }

  /** Nothing more is sent. */
  void sentAll() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
