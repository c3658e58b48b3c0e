package dev.serai.features;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One connection with HTTP/2 by prior knowledge, frame by frame: no client would send these. */
final class Http2Wire implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int GO_AWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int ROOM = 1 << 30;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PRIORITY = 0x20;
  private static final int PRIORITY_BYTES = 5;

  private final Socket socket;
  private final DataInputStream in;

  Http2Wire(String url) throws IOException {
    URI address = URI.create(url);
    socket = new Socket();
    socket.setReceiveBufferSize(64 * 1024); // what one does not read does not go far
    socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
    socket.setSoTimeout(20_000);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, new byte[0]);
  }

  /**
   * The only request of the connection.
   *
   * @param fields names and values, those with a colon first
   * @return status of the answer, 0 when there is none: reset, gone away or closed
   */
  int post(String body, String... fields) throws IOException, Http2Exception {
    send(body, fields);
    return status();
  }

  /** As {@link #post}, and does not wait. */
  void send(String body, String... fields) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0); // literal, not indexed, with its name
      text(fields[i], block);
      text(fields[i + 1], block);
    }
    frame(HEADERS, END_HEADERS, 1, block.toByteArray());
    frame(DATA, END_STREAM, 1, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes the request back; the connection stays. */
  void cancel() throws IOException {
    frame(RESET, 0, 1, new byte[] {0, 0, 0, 8});
  }

  private int status() throws IOException, Http2Exception {
    for (int first = in.read(); first >= 0; first = in.read()) {
      int length = first << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      boolean prioritised = (in.readUnsignedByte() & PRIORITY) != 0;
      int stream = in.readInt();
      byte[] payload = in.readNBytes(length);
      if (type == RESET || type == GO_AWAY) return 0;
      if (type != HEADERS || stream != 1) continue;
      int from = prioritised ? PRIORITY_BYTES : 0;
      Http2Headers headers =
          new DefaultHttp2HeadersDecoder(true)
              .decodeHeaders(1, Unpooled.wrappedBuffer(payload, from, length - from));
      return Integer.parseInt(headers.status().toString());
    }
    return 0;
  }

  /**
   * How many bytes the body of the answer has, behind its status. Only now there is room for more
   * than the first 64 KB.
   */
  long counted() throws IOException {
    byte[] room = ByteBuffer.allocate(4).putInt(ROOM).array();
    frame(WINDOW_UPDATE, 0, 0, room);
    frame(WINDOW_UPDATE, 0, 1, room);
    long all = 0;
    for (int first = in.read(); first >= 0; first = in.read()) {
      int length = first << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      in.skipNBytes(4L + length);
      if (type == RESET || type == GO_AWAY) break;
      if (type != DATA) continue;
      all += length;
      if ((flags & END_STREAM) != 0) return all;
    }
    throw new IOException("cut after " + all + " bytes");
  }

  /** RFC 7541, 5.2: without Huffman's code. */
  private static void text(String text, ByteArrayOutputStream out) {
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

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    write(
        ByteBuffer.allocate(9 + payload.length)
            .putInt(payload.length << 8 | type)
            .put((byte) flags)
            .putInt(stream)
            .put(payload)
            .array());
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
