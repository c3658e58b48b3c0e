package dev.serai.audit;

import dev.serai.tenants.Tenants;
import dev.serai.usage.Storing;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** How refusals of the gateway port get into the log. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
  @Bean
  Storing refusalCounts() {
    return RefusalCounts.INSTANCE;
  }

  @Bean
  RefusalJob refusalJob(
      JdbcClient jdbc, TransactionTemplate transactions, AuditLog log, Tenants tenants) {
    return new RefusalJob(new RefusalRows(jdbc, transactions, log, tenants), Clock.systemUTC());
  }
}
