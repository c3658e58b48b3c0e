package dev.serai.identity;

import dev.serai.database.Changes;
import dev.serai.limits.ManagedLimits;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TokenSettings.class, SessionSettings.class})
class IdentityConfiguration {
  @Bean
  KeycloakKeys keycloakKeys(TokenSettings settings) {
    KeycloakKeys keys = new KeycloakKeys(settings);
    keys.start();
    return keys;
  }

  @Bean
  AccessTokens accessTokens(
      KeycloakKeys keys, TokenSettings settings, ObjectProvider<InstantSource> clock) {
    return new AccessTokens(keys, settings, clock.getIfUnique(InstantSource::system));
  }

  @Bean
  Sessions sessions(
      AccessTokens tokens,
      JdbcClient jdbc,
      Changes changes,
      ObjectProvider<Inheritance> inheritance,
      ObjectProvider<InstantSource> clock) {
    return new Sessions(
        tokens,
        new SessionSnapshot(jdbc),
        new AbsentSessions(jdbc, changes),
        inheritance.getIfAvailable(() -> session -> session.caller(List.of(), "")),
        changes,
        clock.getIfUnique(InstantSource::system));
  }

  @Bean
  SessionSweep sessionSweep(
      Sessions sessions,
      JdbcClient jdbc,
      ManagedLimits limits,
      TransactionTemplate transactions,
      Changes changes) {
    return new SessionSweep(sessions, jdbc, limits, transactions, changes);
  }
}
