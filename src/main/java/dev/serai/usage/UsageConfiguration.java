package dev.serai.usage;

import dev.serai.admin.Installation;
import dev.serai.admin.Mutations;
import dev.serai.leases.LeaseKeeper;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Journal, drain and API, put together. The drain closes before the journal does. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({JournalSettings.class, UsageSettings.class})
class UsageConfiguration {
  @Bean
  Journal journal(JournalSettings settings) throws IOException {
    return Journal.open(
        settings.folder(), Math.toIntExact(settings.segment().toBytes()), settings.segmentsMax());
  }

  @Bean
  RoomForRecords roomForRecords(Journal journal, JournalSettings settings) {
    return new RoomForRecords(journal, settings.whenFull());
  }

  @Bean
  JournalId journalId(Journal journal) {
    return journal.id();
  }

  @Bean
  JournalDrain journalDrain(
      Journal journal, DataSource dataSource, LeaseKeeper leases, ObjectProvider<Storing> storing) {
    UsageTable table = new UsageTable(dataSource, storing.getIfAvailable(() -> Storing.NOTHING));
    JournalDrain drain = new JournalDrain(journal, table);
    drain.onRecovered(leases::journalDrained);
    return drain;
  }

  @Bean
  @Order(0)
  UsageRecorder usageRecorder(Journal journal) {
    return new UsageRecorder(journal);
  }

  @Bean
  UsageApi usageApi(
      DataSource dataSource,
      UsageSettings settings,
      Installation installation,
      Mutations mutations) {
    return new UsageApi(
        new UsageSums(dataSource),
        new UsageQueries(dataSource),
        new UsageScopes(dataSource, installation),
        mutations,
        settings,
        Clock.systemUTC());
  }

  @Bean
  SessionUsage sessionUsage(DataSource dataSource) {
    return new SessionUsage(dataSource);
  }

  @Bean
  UsageRetention usageRetention(DataSource dataSource, UsageSettings settings) {
    return new UsageRetention(dataSource, settings, Clock.systemUTC());
  }

  @Bean
  JournalMeters journalMeters(Journal journal, JournalDrain drain, MeterRegistry registry) {
    return new JournalMeters(journal, drain, registry);
  }
}
