package dev.serai.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A query's rows by PostgreSQL's binary {@code COPY}, which costs either side a fraction of what a
 * result set does. Format:
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 *
 * <p>A row is a buffer whose columns are taken in their order, each exactly once.
 */
final class CopyRows {
  private static final long SIGNATURE = 0x5047434f50590affL; // PGCOPY\n\377
  private static final int HEADER = 19;
  private static final int NONE = -1;

  /** Of timestamps: the year 2000, in epoch milliseconds. */
  private static final long EPOCH = 946_684_800_000L;

  private CopyRows() {}

  /**
   * @param query without parameters, which {@code COPY} does not take
   */
  static void read(Connection connection, String query, Consumer<ByteBuffer> row)
      throws SQLException {
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy (" + query + ") to stdout (format binary)");
    try {
      for (byte[] bytes = copy.readFromCopy(); bytes != null; bytes = copy.readFromCopy())
        message(ByteBuffer.wrap(bytes), row);
    } finally {
      if (copy.isActive()) copy.cancelCopy();
    }
  }

  /** Each message is one row; the first has the header before it, and one without a row is last. */
  private static void message(ByteBuffer message, Consumer<ByteBuffer> row) {
    if (message.remaining() > HEADER && message.getLong(0) == SIGNATURE) message.position(HEADER);
    int columns = message.getShort();
    if (columns != NONE) row.accept(message);
  }

  static int number(ByteBuffer row) {
    row.getInt();
    return row.getInt();
  }

  static long longNumber(ByteBuffer row) {
    row.getInt();
    return row.getLong();
  }

  static boolean flag(ByteBuffer row) {
    row.getInt();
    return row.get() != 0;
  }

  static String text(ByteBuffer row) {
    int length = row.getInt();
    int start = row.position();
    row.position(start + length);
    return new String(row.array(), start, length, StandardCharsets.UTF_8);
  }

  /** A timestamp in epoch milliseconds; {@link KeyEntry#NEVER} for null and infinity. */
  static long millis(ByteBuffer row) {
    if (row.getInt() == NONE) return KeyEntry.NEVER;
    long micros = row.getLong();
    if (micros == Long.MAX_VALUE) return KeyEntry.NEVER;
    return micros == Long.MIN_VALUE ? micros : EPOCH + Math.floorDiv(micros, 1000);
  }
}
