package dev.serai.leases;

import dev.serai.call.RequestId;
import dev.serai.database.Changes;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LeasesConfiguration {
  /** This run of the process. */
  private final String replica = RequestId.next();

  @Bean
  Slots leaseSlots(@Value("${serai.journal.folder:.serai/journal}") Path folder) {
    return Slots.create(folder, replica);
  }

  @Bean
  Quotas quotas(Slots slots) {
    return new Quotas(slots);
  }

  @Bean
  LeaseKeeper leaseKeeper(
      Quotas quotas,
      Slots slots,
      DataSource database,
      Changes changes,
      @Value("${serai.journal.folder:.serai/journal}") Path folder) {
    return new LeaseKeeper(
        quotas,
        slots,
        new LeaseTable(database, replica),
        new Recovery(database, folder, replica),
        changes);
  }
}
