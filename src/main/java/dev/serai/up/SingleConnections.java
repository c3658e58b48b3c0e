package dev.serai.up;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** A few connections one after the other: no pool. */
final class SingleConnections extends AbstractDataSource {
  private final DatabaseAccess access;

  SingleConnections(DatabaseAccess access) {
    this.access = access;
  }

  /** The database has that table, so it was set up by a gateway that is new enough. */
  void require(String table) {
    try (Connection connection = getConnection();
        PreparedStatement ask = connection.prepareStatement("select to_regclass(?) is not null")) {
      ask.setString(1, table);
      try (ResultSet answer = ask.executeQuery()) {
        if (answer.next() && answer.getBoolean(1)) return;
      }
    } catch (SQLException e) {
      throw Problem.failed("the database cannot be asked: " + e.getMessage(), e);
    }
    throw Problem.failed(
        "the database was not set up by this version of Serai: start a gateway on it once");
  }

  @Override
  public Connection getConnection() throws SQLException {
    return access.connect();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return access.connect();
  }
}
