package dev.serai.leases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles for processes that were killed: what they had reserved is charged at once, what they held
 * and did not use is free once their records are in the database. Blocks.
 */
public final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final DataSource database;
  private final Path folder;
  private final String replica;
  private boolean charged;
  private boolean released;

  /**
   * @param folder of the journal that they wrote to
   * @param replica that asks, empty when it is none of them
   */
  public Recovery(DataSource database, Path folder, String replica) {
    this.database = database;
    this.folder = folder;
    this.replica = replica;
  }

  /**
   * @param drained their records are in the database
   * @return processes whose leases were released
   * @throws SQLException when it has to be tried again
   */
  public int run(boolean drained) throws SQLException {
    if (released || (charged && !drained)) return 0;
    try {
      int count = 0;
      for (Path file : Slots.left(folder, replica)) {
        charge(file);
        if (!drained) continue;
        release(Slots.replica(file));
        Files.deleteIfExists(file);
        count++;
      }
      charged = true;
      released = drained;
      return count;
    } catch (IOException e) {
      throw new SQLException("leases of an earlier process: " + e.getMessage(), e);
    }
  }

  private void charge(Path file) throws IOException, SQLException {
    List<Slots.Left> left = Slots.read(file);
    String dead = Slots.replica(file);
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement once =
              connection.prepareStatement(
                  "update replicas set recovered_at = now() where id = ? and recovered_at is null");
          PreparedStatement charge =
              connection.prepareStatement(
                  """
                  insert into lease_charges as c (lease_id, spent)
                  select id, ? from leases where id = ? and replica_id = ?
                  on conflict (lease_id) do update set spent = c.spent + excluded.spent
                  """)) {
        once.setString(1, dead);
        if (once.executeUpdate() == 1) {
          for (Slots.Left lease : left) {
            charge.setLong(1, lease.reserved());
            charge.setLong(2, lease.lease());
            charge.setString(3, dead);
            charge.addBatch();
          }
          charge.executeBatch();
          if (!left.isEmpty())
            log.atWarn()
                .addKeyValue("replica", dead)
                .addKeyValue("leases", left.size())
                .log(
                    "calls that ran when a gateway was killed are charged with what they reserved");
        }
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  private void release(String dead) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement release =
            connection.prepareStatement(
                """
                with spent as (
                  update leases l set granted = coalesce(c.spent, 0), settled = coalesce(c.spent, 0)
                  from leases m left join lease_charges c on c.lease_id = m.id
                  where m.id = l.id and l.replica_id = ?)
                update replicas set closed_at = now() where id = ? and closed_at is null
                """)) {
      release.setString(1, dead);
      release.setString(2, dead);
      if (release.executeUpdate() == 1)
        log.atInfo().addKeyValue("replica", dead).log("leases of an earlier process released");
    }
  }
}
