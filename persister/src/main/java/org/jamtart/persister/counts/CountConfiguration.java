package org.jamtart.persister.counts;

import java.util.List;
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
  List<Partitions.Kept> countTables(CountSettings settings) {
    return CountTables.kept(settings);
  }

  @Bean
  @Order(50)
  Projection counts(Partitions partitions, CountSettings settings) {
    return new Counts(new CountTables(partitions, settings));
  }
}
