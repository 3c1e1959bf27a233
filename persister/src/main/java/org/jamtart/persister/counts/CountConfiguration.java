package org.jamtart.persister.counts;

import org.jamtart.persister.partition.ExpiredRows;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.BucketVersions;
import org.jamtart.persister.projection.Projection;
import org.jamtart.store.Tier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The counts, and how long their tables are kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CountSettings.class)
public class CountConfiguration {

  @Bean
  Partitions.Feature countTables(CountSettings settings) {
    return new Partitions.Feature(CountTables.kept(settings));
  }

  /** Versions go when the last partition of their tier has gone. */
  @Bean
  ExpiredRows.Feature halfMinuteVersions(CountSettings settings) {
    return versions(Tier.HALF_MINUTE, settings);
  }

  @Bean
  ExpiredRows.Feature minuteVersions(CountSettings settings) {
    return versions(Tier.MINUTE, settings);
  }

  @Bean
  ExpiredRows.Feature hourVersions(CountSettings settings) {
    return versions(Tier.HOUR, settings);
  }

  private static ExpiredRows.Feature versions(Tier tier, CountSettings settings) {
    return ExpiredRows.Feature.byTime(BucketVersions.TABLE, "tier = " + tier.id() + " and bucket",
        settings.retention(tier).plus(CountSettings.partition(tier).multipliedBy(2)));
  }

  @Bean
  @Order(50)
  Projection counts(Partitions partitions, CountSettings settings) {
    return new Counts(new CountTables(partitions, settings));
  }
}
