package org.jamtart.persister.jamservice;

import org.jamtart.persister.counts.CountSettings;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.Projection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The costs of services, which are kept as long as the counts of the same tiers. */
@Configuration(proxyBeanMethods = false)
public class ServiceConfiguration {

  @Bean
  Partitions.Feature serviceTables(CountSettings settings) {
    return new Partitions.Feature(ServiceCosts.TIERS.stream()
        .map(tier -> new Partitions.Kept(tier.table(ServiceCosts.TABLE), CountSettings.partition(tier),
            settings.retention(tier)))
        .toList());
  }

  @Bean
  @Order(71)
  Projection serviceCosts(Partitions partitions, CountSettings settings) {
    return new ServiceCosts(partitions, settings);
  }
}
