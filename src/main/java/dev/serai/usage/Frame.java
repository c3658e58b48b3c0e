package dev.serai.usage;

import java.util.zip.CRC32C;

/** What one thread needs to make a frame, kept for the next one. */
final class Frame {
  private static final ThreadLocal<Frame> MINE = ThreadLocal.withInitial(Frame::new);

  final Bytes bytes = new Bytes(1024);
  final CRC32C crc = new CRC32C();

  static Frame of(UsageRecord usage) {
    Frame frame = MINE.get();
    RecordCodec.write(usage, frame.bytes.clear());
    return frame;
  }
}
