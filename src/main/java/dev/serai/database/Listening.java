package dev.serai.database;

import dev.serai.call.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The dedicated connection that waits for notifications. Only makes news faster: the poll finds
 * whatever it misses, so it reconnects quietly.
 */
final class Listening {
  /** After this much silence the connection is asked whether it still lives. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Duration RETRY_FIRST = Duration.ofMillis(100);
  private static final Duration RETRY_LAST = Duration.ofSeconds(5);

  private final DatabaseSettings settings;
  private final Runnable heard;
  private final Map<String, Consumer<String>> others = new ConcurrentHashMap<>();
  private volatile boolean running;
  private @Nullable Thread thread;
  private volatile @Nullable Connection connection;

  Listening(DatabaseSettings settings, Runnable heard) {
    this.settings = settings;
    this.heard = heard;
  }

  /** A channel beside that of the changes: its payloads, on the listening thread. */
  void also(String channel, Consumer<String> payload) {
    others.put(channel, payload);
  }

  void start() {
    running = true;
    thread = Thread.ofPlatform().daemon().name("serai-listen").start(this::run);
  }

  void stop() {
    running = false;
    Thread stopping = thread;
    if (stopping != null) stopping.interrupt();
    Connection open = connection;
    if (open == null) return;
    try {
      open.abort(Runnable::run);
    } catch (SQLException _) {
      // closed already
    }
  }

  private void run() {
    Duration retry = RETRY_FIRST;
    while (running) {
      try (Connection opened = connect()) {
        connection = opened;
        retry = RETRY_FIRST;
        listen(opened);
      } catch (SQLException _) {
        if (!pause(retry)) return;
        retry =
            retry.multipliedBy(2).compareTo(RETRY_LAST) > 0 ? RETRY_LAST : retry.multipliedBy(2);
      }
    }
  }

  private void listen(Connection opened) throws SQLException {
    try (Statement statement = opened.createStatement()) {
      statement.execute("listen " + Changes.CHANNEL);
      for (String channel : others.keySet()) statement.execute("listen " + channel);
      heard.run(); // something may have happened before
      PGConnection postgres = opened.unwrap(PGConnection.class);
      while (running) {
        PGNotification[] news = postgres.getNotifications((int) SILENCE.toMillis());
        if (news == null || news.length == 0) statement.execute("select 1");
        else tell(news);
      }
    }
  }

  private void tell(PGNotification[] news) {
    boolean changed = false;
    for (PGNotification one : news) {
      Consumer<String> other = others.get(one.getName());
      if (other == null) changed = true;
      else other.accept(one.getParameter());
    }
    if (changed) heard.run();
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    Secret password = Objects.requireNonNull(settings.password());
    if (!settings.user().isEmpty()) properties.setProperty("user", settings.user());
    if (!password.reveal().isEmpty()) properties.setProperty("password", password.reveal());
    properties.setProperty("ApplicationName", "serai-listen");
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("socketTimeout", "5");
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(settings.url(), properties);
  }

  private static boolean pause(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }
}
