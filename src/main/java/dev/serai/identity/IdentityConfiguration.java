package dev.serai.identity;

import dev.serai.access.AuditTrail;
import dev.serai.admin.Mutations;
import dev.serai.database.Changes;
import dev.serai.limits.ManagedLimits;
import dev.serai.limits.SessionCaps;
import dev.serai.roles.Admins;
import dev.serai.roles.RoleGrants;
import dev.serai.secrets.Pepper;
import dev.serai.secrets.SecretBox;
import dev.serai.tenants.TenantSnapshot;
import dev.serai.tenants.Tenants;
import dev.serai.tenants.Users;
import dev.serai.usage.SessionUsage;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TokenSettings.class, SessionSettings.class, SignInSettings.class})
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
      TenantSnapshot tenants,
      ObjectProvider<InstantSource> clock) {
    return new Sessions(
        tokens,
        new SessionSnapshot(jdbc),
        new AbsentSessions(jdbc, changes),
        tenants,
        changes,
        clock.getIfUnique(InstantSource::system));
  }

  @Bean
  SignIns signIns(
      JdbcClient jdbc,
      Users users,
      Changes changes,
      Mutations mutations,
      TransactionTemplate transactions,
      AuditTrail trail,
      Admins admins,
      @Value("${serai.admin-email:}") String adminEmail) {
    FirstAdmin firstAdmin = new FirstAdmin(admins, changes, mutations, adminEmail);
    return new SignIns(jdbc, users, firstAdmin, transactions, trail);
  }

  @Bean
  TokenActors tokenActors(
      AccessTokens tokens, SignIns signIns, RoleGrants roles, Pepper pepper, Changes changes) {
    return new TokenActors(tokens, signIns, roles, pepper, changes);
  }

  @Bean
  ManagedSessions managedSessions(
      JdbcClient jdbc,
      Tenants tenants,
      SessionCaps caps,
      SessionUsage usage,
      SignIns signIns,
      Mutations mutations,
      Changes changes,
      SessionSettings settings,
      ObjectProvider<InstantSource> clock) {
    return new ManagedSessions(
        new SessionStore(jdbc),
        new UsableProjects(jdbc, tenants),
        tenants,
        caps,
        usage,
        signIns,
        mutations,
        changes,
        settings,
        clock.getIfUnique(InstantSource::system));
  }

  @Bean
  SigningKeys signingKeys(
      JdbcClient jdbc, TransactionTemplate transactions, Changes changes, SecretBox box) {
    return new SigningKeys(jdbc, transactions, changes, box);
  }

  @Bean
  IdentityTokens identityTokens(SigningKeys keys, ObjectProvider<InstantSource> clock) {
    return new IdentityTokens(keys, clock.getIfUnique(InstantSource::system));
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
