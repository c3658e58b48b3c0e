package dev.serai.up;

import dev.serai.call.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** How to reach a database. */
record DatabaseAccess(String url, String user, Secret password) {
  /** The oldest PostgreSQL that Serai is tested on. */
  private static final int OLDEST = 15;

  /**
   * From what a user gives: {@code jdbc:postgresql://host/db}, or {@code postgres://user:password@
   * host/db} as hosting services hand it out. User and password of the environment (where {@code
   * ps} does not show them) stand in for those the URL lacks.
   */
  static DatabaseAccess parse(String given, Map<String, String> env) {
    String user = env.getOrDefault("SERAI_DATABASE_USER", "");
    String password = env.getOrDefault("SERAI_DATABASE_PASSWORD", "");
    if (given.startsWith("jdbc:postgresql:")) {
      return new DatabaseAccess(given, user, Secret.of(password));
    }
    try {
      URI uri = URI.create(given);
      boolean known = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
      if (known && uri.getHost() != null) {
        String[] who = uri.getRawUserInfo() == null ? new String[0] : split(uri.getRawUserInfo());
        return new DatabaseAccess(
            "jdbc:postgresql://" + uri.getRawAuthority().replaceFirst(".*@", "") + rest(uri),
            who.length > 0 ? who[0] : user,
            Secret.of(who.length > 1 ? who[1] : password));
      }
    } catch (IllegalArgumentException e) {
      // told below; the message would repeat a password
    }
    throw Problem.usage(
        "--database-url is not an address of PostgreSQL"
            + " (expected: jdbc:postgresql://host:port/name or postgres://user@host:port/name)");
  }

  private static String[] split(String userInfo) {
    String[] parts = userInfo.split(":", 2);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = URLDecoder.decode(parts[i].replace("+", "%2B"), StandardCharsets.UTF_8);
    }
    return parts;
  }

  private static String rest(URI uri) {
    return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }

  /** With this user instead, when one is given. */
  DatabaseAccess as(@Nullable String given) {
    return given == null || given.isBlank() ? this : new DatabaseAccess(url, given, password);
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    if (!user.isEmpty()) properties.setProperty("user", user);
    if (!password.reveal().isEmpty()) properties.setProperty("password", password.reveal());
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("socketTimeout", "30");
    return DriverManager.getConnection(url, properties);
  }

  /** "PostgreSQL 18.6", when it answers and is new enough. */
  String version() {
    try (Connection connection = connect()) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < OLDEST) {
        throw Problem.failed(
            "the database is PostgreSQL " + major + "; Serai needs " + OLDEST + " or newer");
      }
      String version = connection.getMetaData().getDatabaseProductVersion();
      return "PostgreSQL " + version.replaceFirst(" .*", "");
    } catch (SQLException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw Problem.failed("the database at " + place() + " cannot be reached: " + why, e);
    }
  }

  /** The address without what may hold a password. */
  String place() {
    return url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
  }
}
