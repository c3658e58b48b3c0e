package dev.serai.providers;

import dev.serai.call.Provider;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of providers. Writes belong into the caller's transaction. */
@Component
public final class ProviderStore {
  private final JdbcClient jdbc;

  public ProviderStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public record Row(ConfiguredProvider provider, int position, Owner owner) {}

  /** In the order they were configured. */
  public List<Row> all() {
    return jdbc.sql("select * from providers order by position, name")
        .query((row, number) -> read(row))
        .list();
  }

  /** Makes the provider, or changes the one with its name. */
  public void put(Row row, long revision) {
    ConfiguredProvider provider = row.provider();
    Provider.Timeouts timeouts = provider.timeouts();
    jdbc.sql(
            """
            insert into providers (name, type, base_url, models, connect_millis, first_byte_millis,
              first_byte_streamed_millis, idle_millis, forward_identity, proxy, ca_certificates,
              http, position, managed_by, revision)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (name) do update set type = excluded.type, base_url = excluded.base_url,
              models = excluded.models, connect_millis = excluded.connect_millis,
              first_byte_millis = excluded.first_byte_millis,
              first_byte_streamed_millis = excluded.first_byte_streamed_millis,
              idle_millis = excluded.idle_millis,
              forward_identity = excluded.forward_identity, proxy = excluded.proxy,
              ca_certificates = excluded.ca_certificates, http = excluded.http,
              position = excluded.position,
              managed_by = excluded.managed_by, revision = excluded.revision
            """)
        .params(
            provider.name(),
            provider.type(),
            provider.baseUrl(),
            provider.models().toArray(String[]::new),
            timeouts.connect().toMillis(),
            timeouts.firstByte().toMillis(),
            timeouts.firstByteStreamed().toMillis(),
            timeouts.idle().toMillis(),
            provider.forwardIdentity(),
            provider.network().proxy(),
            provider.network().caCertificates(),
            provider.network().http().word(),
            row.position(),
            row.owner().word(),
            revision)
        .update();
  }

  /** Its credentials go with it. */
  public void remove(String name) {
    jdbc.sql("delete from providers where name = ?").param(name).update();
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        new ConfiguredProvider(
            row.getString("name"),
            row.getString("type"),
            row.getString("base_url"),
            texts(row.getArray("models")),
            new Provider.Timeouts(
                Duration.ofMillis(row.getLong("connect_millis")),
                Duration.ofMillis(row.getLong("first_byte_millis")),
                Duration.ofMillis(row.getLong("first_byte_streamed_millis")),
                Duration.ofMillis(row.getLong("idle_millis"))),
            row.getBoolean("forward_identity"),
            new Provider.Network(
                row.getString("proxy"),
                row.getString("ca_certificates"),
                Provider.Http.of(row.getString("http")).orElse(Provider.Http.AUTO))),
        row.getInt("position"),
        Owner.of(row.getString("managed_by")));
  }

  /** A {@code text[]} column. */
  public static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
