package dev.serai.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.postgresql.util.ByteStreamWriter;

/**
 * Rows as {@code COPY … (FORMAT binary)} wants them, field by field (PostgreSQL 18, "COPY", section
 * "Binary Format"; the fields are what each type's {@code recv} function reads). For one thread.
 */
final class BinaryRows {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

  /** PostgreSQL counts days and microseconds from 2000-01-01. */
  private static final long DAY_ZERO = LocalDate.of(2000, 1, 1).toEpochDay();

  private static final long MICROS_ZERO = TimeUnit.DAYS.toMicros(DAY_ZERO);
  private static final int NONE = -1;
  private static final byte JSONB_VERSION = 1;

  private ByteBuffer bytes;

  /**
   * @param expected bytes; there may be more
   */
  BinaryRows(int expected) {
    bytes = ByteBuffer.allocate(Math.max(expected, 64));
    bytes.put(SIGNATURE).putInt(0).putInt(0); // no flags, no header extension
  }

  void row(int fields) {
    room(2).putShort((short) fields);
  }

  void none() {
    room(4).putInt(NONE);
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    room(4 + utf8.length).putInt(utf8.length).put(utf8);
  }

  void jsonb(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    room(5 + utf8.length).putInt(1 + utf8.length).put(JSONB_VERSION).put(utf8);
  }

  void bigint(long value) {
    room(12).putInt(8).putLong(value);
  }

  /** What is beyond the type becomes its largest or smallest value. */
  void smallint(long value) {
    room(6).putInt(2).putShort((short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE));
  }

  void flag(boolean value) {
    room(5).putInt(1).put((byte) (value ? 1 : 0));
  }

  /**
   * @param micros since 1970
   */
  void timestamp(long micros) {
    bigint(micros - MICROS_ZERO);
  }

  /**
   * @param epochDay since 1970
   */
  void date(long epochDay) {
    room(8).putInt(4).putInt((int) (epochDay - DAY_ZERO));
  }

  /** All of them, and no more can be added. */
  ByteStreamWriter end() {
    return ByteStreamWriter.of(room(2).putShort((short) NONE).flip());
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more)
      bytes =
          ByteBuffer.allocate(Math.max(2 * bytes.capacity(), bytes.position() + more))
              .put(bytes.flip());
    return bytes;
  }
}
