package dev.serai.database;

import dev.serai.call.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the database is.
 *
 * @param url {@code jdbc:postgresql://host:port/name}
 * @param connections size of the pool; the feed of changes has one connection more
 */
@ConfigurationProperties("serai.database")
public record DatabaseSettings(
    @DefaultValue("") String url,
    @DefaultValue("") String user,
    @Nullable Secret password,
    @DefaultValue("8") int connections) {

  public DatabaseSettings {
    if (!url.startsWith("jdbc:postgresql:"))
      throw new IllegalArgumentException(
          "serai.database.url: \""
              + withoutQuery(url)
              + "\" (expected: jdbc:postgresql://host:port/name)");
    if (connections < 1)
      throw new IllegalArgumentException(
          "serai.database.connections: " + connections + " (expected: >= 1)");
    if (password == null) password = Secret.of("");
  }

  /**
   * A connection beside the pool, for what outlives a query: dead ends are noticed within seconds.
   *
   * @param name shown by PostgreSQL
   */
  Connection connect(String name) throws SQLException {
    Properties properties = new Properties();
    Secret mine = Objects.requireNonNull(password);
    if (!user.isEmpty()) properties.setProperty("user", user);
    if (!mine.reveal().isEmpty()) properties.setProperty("password", mine.reveal());
    properties.setProperty("ApplicationName", name);
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("socketTimeout", "5");
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(url, properties);
  }

  /** The URL may carry a password in its query. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + withoutQuery(url) + " as " + user + "]";
  }

  private static String withoutQuery(String url) {
    int end = url.indexOf('?');
    String text = end < 0 ? url : url.substring(0, end);
    return text.substring(text.lastIndexOf('@') + 1);
  }
}
