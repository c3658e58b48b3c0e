package dev.serai.offboarding;

import dev.serai.admin.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which devices a user has, from what is or was on them. */
@Component
final class Devices {
  private static final String SELECT =
      """
      with devices as (
        select device from virtual_keys k join projects p on p.id = k.project_id
          where p.owner_id = :user and k.device <> '' and k.status <> 'revoked'
        union select device from sessions where principal_id = :user and device <> '')
      select d.device,
        array(select k.id from virtual_keys k join projects p on p.id = k.project_id
          where p.owner_id = :user and k.device = d.device and k.status <> 'revoked'
          order by k.id) as keys,
        (select count(*) from sessions s where s.principal_id = :user and s.device = d.device
          and s.ended_at is null and s.expires_at > now()) as open_sessions,
        coalesce(l.tool, '') as last_tool, l.started_at
      from devices d left join lateral (
        select s.tool, s.started_at from sessions s
        where s.principal_id = :user and s.device = d.device
        order by s.started_at desc limit 1) l on true
      where d.device > :after order by d.device limit :limit
      """;

  private final JdbcClient jdbc;

  Devices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * In the order of their names.
   *
   * @param after name of the last one of the page before, empty = from the start
   */
  Page<Device> of(String user, String after, int limit) {
    Page.checked(limit);
    List<Device> found =
        jdbc.sql(SELECT)
            .param("user", user)
            .param("after", after)
            .param("limit", limit + 1)
            .query(Devices::device)
            .list();
    return Page.of(found, limit, Device::device);
  }

  private static Device device(ResultSet row, int number) throws SQLException {
    Timestamp last = row.getTimestamp("started_at");
    return new Device(
        row.getString("device"),
        Arrays.asList((String[]) row.getArray("keys").getArray()),
        row.getInt("open_sessions"),
        row.getString("last_tool"),
        last == null ? null : last.toInstant());
  }
}
