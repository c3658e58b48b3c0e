package dev.serai.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.serai.call.Secret;
import java.time.Duration;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The pool. Flyway, {@code JdbcClient} and transactions are Spring Boot's own, built on it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {
  private static final Duration CONNECTION_WAIT = Duration.ofSeconds(3);

  /** A server that is just starting is given this long; then the start fails. */
  private static final Duration START_WAIT = Duration.ofSeconds(30);

  /** A server that vanished without a word must not hold a thread for ever. */
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(60);

  @Bean
  HikariDataSource dataSource(DatabaseSettings settings, ObjectProvider<DatabaseStart> start) {
    start.ifAvailable(DatabaseStart::await);
    HikariConfig config = new HikariConfig();
    config.setPoolName("serai");
    config.setJdbcUrl(settings.url());
    if (!settings.user().isEmpty()) config.setUsername(settings.user());
    Secret password = Objects.requireNonNull(settings.password());
    if (!password.reveal().isEmpty()) config.setPassword(password.reveal());
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
    config.setInitializationFailTimeout(START_WAIT.toMillis());
    config.addDataSourceProperty("ApplicationName", "serai");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    // counts of refused calls are added by the hundred
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("connectTimeout", "3");
    config.addDataSourceProperty("socketTimeout", String.valueOf(ANSWER_WAIT.toSeconds()));
    // the detail of an error repeats values of the row, and errors are logged
    config.addDataSourceProperty("logServerErrorDetail", "false");
    return new HikariDataSource(config);
  }
}
