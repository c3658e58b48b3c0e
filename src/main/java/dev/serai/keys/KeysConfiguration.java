package dev.serai.keys;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.admin.Mutations;
import dev.serai.admin.OpenSignIn;
import dev.serai.database.Changes;
import dev.serai.secrets.Pepper;
import dev.serai.tenants.TenantSnapshot;
import dev.serai.tenants.Tenants;
import dev.serai.tenants.Users;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class KeysConfiguration {
  @Bean
  Keys keys(
      DataSource dataSource,
      TenantSnapshot tenants,
      Changes changes,
      ObjectProvider<InstantSource> clock) {
    return new Keys(dataSource, tenants, changes, clock.getIfUnique(InstantSource::system));
  }

  /** Until something knows policies, every name is taken. */
  @Bean
  VirtualKeys virtualKeys(
      JdbcClient jdbc,
      ObjectMapper json,
      Tenants tenants,
      ObjectProvider<KnownPolicies> policies,
      TransactionTemplate transactions,
      Changes changes,
      Mutations mutations,
      Pepper pepper,
      ObjectProvider<InstantSource> clock) {
    return new VirtualKeys(
        new KeyStore(jdbc, json),
        tenants,
        policies.getIfAvailable(() -> (_, _) -> true),
        transactions,
        changes,
        mutations,
        pepper,
        clock.getIfUnique(InstantSource::system));
  }

  /** Until something knows providers or sign-ins, every key is served and none has ended. */
  @Bean
  PersonalKeys personalKeys(
      JdbcClient jdbc,
      ObjectMapper json,
      Users users,
      ObjectProvider<EligibleProviders> eligible,
      ObjectProvider<OpenSignIn> signIn,
      Mutations mutations,
      Changes changes,
      Pepper pepper,
      ObjectProvider<InstantSource> clock) {
    return new PersonalKeys(
        new KeyStore(jdbc, json),
        users,
        eligible.getIfAvailable(() -> _ -> true),
        signIn.getIfAvailable(() -> _ -> {}),
        mutations,
        changes,
        pepper,
        clock.getIfUnique(InstantSource::system));
  }
}
