package dev.serai.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Told of usage records in the transaction that stores them: what it writes is there with them. */
@FunctionalInterface
public interface Storing {
  /** For who wants to be told of nothing. */
  Storing NOTHING = (connection, records) -> {};

  /**
   * @param connection of the transaction; neither to be committed nor closed
   * @param stored those that were not there yet: each is told of once, whatever happens
   * @throws SQLException when nothing of the batch shall be stored now; it is tried again
   */
  void with(Connection connection, List<UsageRecord> stored) throws SQLException;
}
