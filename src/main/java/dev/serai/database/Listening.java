package dev.serai.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dedicated connection that waits for notifications. Only makes news faster: the poll finds
 * whatever it misses, so it reconnects quietly.
 */
final class Listening {
  /** After this much silence the connection is asked whether it still lives. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Listening.class);
  private static final Duration RETRY_FIRST = Duration.ofMillis(100);
  private static final Duration RETRY_LAST = Duration.ofSeconds(5);

  private final DatabaseSettings settings;
  private final Runnable connected;
  private final Map<String, Consumer<String>> channels = new ConcurrentHashMap<>();
  private volatile boolean running;
  private @Nullable Thread thread;
  private volatile @Nullable Connection connection;

  /**
   * @param connected runs after each new connection: something may have happened before
   */
  Listening(DatabaseSettings settings, Runnable connected) {
    this.settings = settings;
    this.connected = connected;
  }

  /** Before {@link #start}. */
  void on(String channel, Consumer<String> heard) {
    channels.merge(channel, heard, Consumer::andThen);
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
      try (Connection opened = settings.connect("serai-listen")) {
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
      for (String channel : channels.keySet()) statement.execute("listen " + channel);
      connected.run();
      PGConnection postgres = opened.unwrap(PGConnection.class);
      while (running) {
        PGNotification[] news = postgres.getNotifications((int) SILENCE.toMillis());
        if (news != null && news.length > 0) tell(news);
        else statement.execute("select 1");
      }
    }
  }

  private void tell(PGNotification[] news) {
    for (PGNotification each : news) {
      Consumer<String> heard = channels.get(each.getName());
      if (heard == null) continue;
      try {
        heard.accept(each.getParameter());
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("a notification was not understood");
      }
    }
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
