package dev.serai.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Work that one replica does for all: who holds an advisory lock of PostgreSQL, on a connection of
 * its own. The lock ends with the connection, so a replica that died is followed within seconds;
 * one that was only cut off may go on for a moment beside its follower, hence the work has to bear
 * being done twice. Of one thread.
 */
public final class Leadership implements AutoCloseable {
  private final DatabaseSettings settings;
  private final long number;
  private @Nullable Connection connection;
  private boolean held;

  /**
   * @param number of the lock, the same on all replicas and for nothing else
   */
  public Leadership(DatabaseSettings settings, long number) {
    this.settings = settings;
    this.number = number;
  }

  /** Whether this replica has it now; tries to get it if not. Blocks for at most some seconds. */
  public boolean held() {
    try {
      Connection open = connection;
      if (open == null) connection = open = settings.connect("serai-leader");
      held = held ? alive(open) : taken(open);
    } catch (SQLException _) {
      close();
    }
    return held;
  }

  private boolean taken(Connection open) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement("select pg_try_advisory_lock(?)")) {
      statement.setLong(1, number);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  private static boolean alive(Connection open) throws SQLException {
    try (Statement statement = open.createStatement()) {
      return statement.execute("select 1");
    }
  }

  /** Gives it up; another replica may have it at once. */
  @Override
  public void close() {
    boolean had = held;
    held = false;
    Connection open = connection;
    connection = null;
    if (open == null) return;
    try (open) {
      if (had) give(open);
    } catch (SQLException _) {
      // it is gone, and with it the lock
    }
  }

  /** The end of the connection would do so too, but some time after it was closed here. */
  private void give(Connection open) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement("select pg_advisory_unlock(?)")) {
      statement.setLong(1, number);
      statement.execute();
    }
  }
}
