package dev.serai.offboarding;

import dev.serai.access.AuditTrail;
import dev.serai.database.Changes;
import dev.serai.database.DatabaseSettings;
import dev.serai.database.Leadership;
import dev.serai.identity.SignOuts;
import dev.serai.keycloak.KeycloakDirectory;
import dev.serai.keycloak.KeycloakSettings;
import dev.serai.keys.KeyEnds;
import dev.serai.tenants.Users;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WatchSettings.class)
class OffboardingConfiguration {
  /** "keycloak", as a number that nothing else locks. */
  private static final long LOCK = 0x6b6579636c6f616bL;

  @Bean
  Offboarding offboarding(
      KeycloakDirectory keycloak,
      Users users,
      KeyEnds keys,
      SignOuts signOuts,
      TransactionTemplate transactions,
      Changes changes,
      AuditTrail trail,
      ObjectProvider<InstantSource> clock,
      MeterRegistry meters) {
    return new Offboarding(
        keycloak,
        users,
        keys,
        signOuts,
        transactions,
        changes,
        trail,
        clock.getIfUnique(InstantSource::system),
        why ->
            Counter.builder("serai.keycloak.ends")
                .description("users and sign-ins that ended because Keycloak said so")
                .tag("why", why.text())
                .register(meters)
                .increment());
  }

  @Bean
  KeycloakWatch keycloakWatch(
      KeycloakDirectory keycloak,
      KeycloakSettings of,
      Users users,
      SignOuts signOuts,
      Offboarding offboarding,
      JdbcClient jdbc,
      DatabaseSettings database,
      WatchSettings settings,
      ObjectProvider<InstantSource> clock,
      MeterRegistry meters) {
    EventReader events =
        new EventReader(keycloak, jdbc, of.realm(), clock.getIfUnique(InstantSource::system));
    KeycloakWatch watch =
        new KeycloakWatch(
            keycloak,
            users,
            signOuts,
            offboarding,
            events,
            new Leadership(database, LOCK),
            settings);
    Gauge.builder("serai.keycloak.away", watch, it -> it.away() ? 1 : 0)
        .description("1 while this gateway follows Keycloak and gets no answer")
        .register(meters);
    Gauge.builder("serai.keycloak.follows", watch, it -> it.leads() ? 1 : 0)
        .description("1 on the gateway that follows Keycloak for all")
        .register(meters);
    return watch;
  }
}
