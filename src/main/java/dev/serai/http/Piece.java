package dev.serai.http;

import dev.serai.dialects.EventEnds;
import dev.serai.dialects.ReplyReader;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/** The bytes of a buffer where they lie; copied only when they lie outside the heap. */
record Piece(byte[] array, int offset, int length) {
  static Piece of(Buffer buffer) {
    ByteBuf bytes = buffer.getByteBuf();
    return bytes.hasArray()
        ? new Piece(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes())
        : new Piece(buffer.getBytes(), 0, buffer.length());
  }

  void read(ReplyReader reader, int from, int to) {
    reader.read(array, offset + from, offset + to);
  }

  /** One past the end of the event that goes on at {@code from}, or the length. */
  int eventEnd(EventEnds ends, int from) {
    return ends.next(array, offset + from, offset + length) - offset;
  }
}
