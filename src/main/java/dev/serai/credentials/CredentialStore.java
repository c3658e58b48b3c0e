package dev.serai.credentials;

import dev.serai.call.Credential;
import dev.serai.call.Credential.Room;
import dev.serai.call.RequestId;
import dev.serai.call.Secret;
import dev.serai.providers.ModelPatterns;
import dev.serai.providers.Owner;
import dev.serai.providers.ProviderStore;
import dev.serai.secrets.SecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table of credentials. Secrets are sealed on their way in, and only {@link Credentials} gets
 * them opened. Writes belong into the caller's transaction.
 */
@Component
public final class CredentialStore {
  private static final Logger log = LoggerFactory.getLogger(CredentialStore.class);

  private final JdbcClient jdbc;
  private final SecretBox box;
  private final TransactionTemplate transactions;

  public CredentialStore(JdbcClient jdbc, SecretBox box, TransactionTemplate transactions) {
    this.jdbc = jdbc;
    this.box = box;
    this.transactions = transactions;
  }

  /**
   * A credential without its secret.
   *
   * @param models empty = every model of its provider
   * @param weight among its equals
   */
  public record Row(
      String id,
      String provider,
      String name,
      List<String> models,
      Room room,
      int weight,
      int position,
      Owner owner) {
    public Row {
      models = List.copyOf(models);
    }

    /** One that is not stored yet. */
    public static Row fresh(
        String provider,
        String name,
        List<String> models,
        Room room,
        int weight,
        int position,
        Owner owner) {
      return new Row(RequestId.next(), provider, name, models, room, weight, position, owner);
    }

    public Row withId(String newId) {
      return new Row(newId, provider, name, models, room, weight, position, owner);
    }
  }

  /** By provider, in the order they are tried. */
  public List<Row> all() {
    return jdbc.sql("select * from credentials order by provider, position, name")
        .query((row, number) -> read(row))
        .list();
  }

  /** Makes the credential, or changes the one with its provider and name, which keeps its id. */
  public void put(Row row, Secret secret, long revision) {
    jdbc.sql(
            """
            insert into credentials (id, provider, name, sealed, models, connections, queue,
              queue_wait_millis, weight, position, managed_by, revision)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (provider, name) do update set sealed = excluded.sealed,
              given_at = now(), models = excluded.models, connections = excluded.connections,
              queue = excluded.queue, queue_wait_millis = excluded.queue_wait_millis,
              weight = excluded.weight, position = excluded.position,
              managed_by = excluded.managed_by, revision = excluded.revision
            """)
        .params(
            row.id(),
            row.provider(),
            row.name(),
            box.seal(secret),
            row.models().toArray(String[]::new),
            row.room().connections(),
            row.room().queue(),
            row.room().queueWait().toMillis(),
            row.weight(),
            row.position(),
            row.owner().word(),
            revision)
        .update();
  }

  /** Changes all but the secret and the name of one that is there. */
  void change(Row row, long revision) {
    jdbc.sql(
            """
            update credentials set models = ?, connections = ?, queue = ?, queue_wait_millis = ?,
              weight = ?, position = ?, managed_by = ?, revision = ?
            where id = ?
            """)
        .params(
            row.models().toArray(String[]::new),
            row.room().connections(),
            row.room().queue(),
            row.room().queueWait().toMillis(),
            row.weight(),
            row.position(),
            row.owner().word(),
            revision,
            row.id())
        .update();
  }

  /** When each was given the secret that it has, by id. */
  Map<String, Instant> givenAt(String provider) {
    Map<String, Instant> given = new HashMap<>();
    jdbc.sql("select id, given_at from credentials where provider = ?")
        .param(provider)
        .query(
            row -> {
              given.put(row.getString(1), row.getTimestamp(2).toInstant());
            });
    return given;
  }

  public void remove(String id) {
    jdbc.sql("delete from credentials where id = ?").param(id).update();
  }

  /** False too when what is stored cannot be opened any more. */
  public boolean holds(String id, Secret secret) {
    byte[] sealed =
        jdbc.sql("select sealed from credentials where id = ?")
            .param(id)
            .query((row, number) -> row.getBytes(1))
            .single();
    try {
      return box.open(sealed).equals(secret);
    } catch (SecretBox.Unopenable _) {
      return false;
    }
  }

  /**
   * Seals every secret anew under the current master key, after which the old one may go. In one
   * transaction: all or none.
   *
   * @return how many had been sealed under another key
   * @throws SecretBox.Unopenable when one cannot be opened with the keys at hand
   */
  public int renew() {
    return Objects.requireNonNull(transactions.execute(transaction -> renewAll()));
  }

  private int renewAll() {
    int renewed = 0;
    for (Sealed row : sealed("select id, sealed from credentials for update")) {
      byte[] current = box.renew(row.bytes());
      if (current == row.bytes()) continue;
      jdbc.sql("update credentials set sealed = ? where id = ?").params(current, row.id()).update();
      renewed++;
    }
    return renewed;
  }

  /** Opened for the request path. One that cannot be opened is left out, and said so. */
  List<CredentialChains.Link> open() {
    List<CredentialChains.Link> links = new ArrayList<>();
    jdbc.sql("select * from credentials order by provider, position, name")
        .query(
            row -> {
              Row read = read(row);
              try {
                Secret secret = box.open(row.getBytes("sealed"));
                links.add(
                    new CredentialChains.Link(
                        new Credential(
                            read.id(),
                            read.name(),
                            read.provider(),
                            secret,
                            read.room(),
                            read.weight()),
                        ModelPatterns.of(read.models())));
              } catch (SecretBox.Unopenable e) {
                log.atError()
                    .addKeyValue("credential", read.provider() + "/" + read.name())
                    .addKeyValue("cause", e.getMessage())
                    .log("credential out of service");
              }
            });
    return links;
  }

  private record Sealed(String id, byte[] bytes) {}

  private List<Sealed> sealed(String sql) {
    return jdbc.sql(sql)
        .query((row, number) -> new Sealed(row.getString(1), row.getBytes(2)))
        .list();
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getString("id"),
        row.getString("provider"),
        row.getString("name"),
        ProviderStore.texts(row.getArray("models")),
        new Room(
            row.getInt("connections"),
            row.getInt("queue"),
            Duration.ofMillis(row.getLong("queue_wait_millis"))),
        row.getInt("weight"),
        row.getInt("position"),
        Owner.of(row.getString("managed_by")));
  }
}
