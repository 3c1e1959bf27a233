package org.jamtart.persister.counts;

import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.Projection;
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

  @Bean
  @Order(50)
  Projection counts(Partitions partitions, CountSettings settings) {
    return new Counts(new CountTables(partitions, settings));
  }
}
