package dev.serai.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.database.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database of its own on a real PostgreSQL, migrated. One server per JVM, started by the first
 * test that asks and stopped with the JVM. Keep it in a static field per test class and close it
 * after all.
 *
 * <p>Without Spring: {@link #jdbc}, {@link #transactions}, {@link #changes}. With Spring: give
 * {@link #properties} to the context.
 */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name;
  private final HikariDataSource pool;
  private final List<Changes> feeds = new ArrayList<>();

  private TestDatabase(String name) {
    this.name = name;
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url());
    config.setUsername("postgres");
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(1000);
    config.setInitializationFailTimeout(-1);
    pool = new HikariDataSource(config);
  }

  /** With every migration applied. */
  public static TestDatabase migrated() {
    return create("template " + Server.template());
  }

  /** Without any table. */
  public static TestDatabase empty() {
    return create("");
  }

  private static TestDatabase create(String clause) {
    String name = "test_" + NUMBER.incrementAndGet();
    Server.execute("create database " + name + " " + clause);
    return new TestDatabase(name);
  }

  public String url() {
    return Server.url(name);
  }

  public DatabaseSettings settings() {
    return new DatabaseSettings(url(), "postgres", Secret.of(""), 8);
  }

  /** For {@code SpringApplicationBuilder.properties} or {@code @DynamicPropertySource}. */
  public String[] properties() {
    return new String[] {"serai.database.url=" + url(), "serai.database.user=postgres"};
  }

  public DataSource dataSource() {
    return pool;
  }

  public JdbcClient jdbc() {
    return JdbcClient.create(pool);
  }

  public TransactionTemplate transactions() {
    return new TransactionTemplate(new JdbcTransactionManager(pool));
  }

  /** A started feed, as one more replica would have; stopped with the database. */
  public Changes changes() {
    Changes changes = new Changes(pool, settings());
    changes.start();
    feeds.add(changes);
    return changes;
  }

  /** Dead to all: connections are cut and no new one is let in. */
  public void goAway() {
    Server.execute("alter database " + name + " allow_connections false");
    cutConnections();
  }

  public void comeBack() {
    Server.execute("alter database " + name + " allow_connections true");
  }

  /** As a restart of the server or a firewall would do. */
  public void cutConnections() {
    Server.jdbc()
        .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")
        .param(name)
        .query((row, number) -> row.getBoolean(1))
        .list();
  }

  @Override
  public void close() {
    feeds.forEach(Changes::stop);
    pool.close();
    Server.execute("drop database " + name + " with (force)");
  }

  /** The server of this JVM. */
  private static final class Server {
    private static final EmbeddedPostgres POSTGRES = start();
    private static final String TEMPLATE = "serai_template";
    private static boolean templateReady;

    static String url(String database) {
      return POSTGRES.getJdbcUrl("postgres", database);
    }

    static JdbcClient jdbc() {
      return JdbcClient.create(POSTGRES.getPostgresDatabase());
    }

    static void execute(String sql) {
      jdbc().sql(sql).update();
    }

    static synchronized String template() {
      if (!templateReady) {
        execute("create database " + TEMPLATE);
        Flyway.configure().dataSource(POSTGRES.getDatabase("postgres", TEMPLATE)).load().migrate();
        templateReady = true;
      }
      return TEMPLATE;
    }

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres)));
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
      }
    }

    private static void stop(EmbeddedPostgres postgres) {
      try {
        postgres.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
