package org.jamtart.persister.node;

import java.time.Duration;
import java.util.List;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.Projection;
import org.jamtart.store.Tier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The projections of single nodes, and how long their tables are kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NodeSettings.class)
public class NodeConfiguration {

  private static final Duration PARTITION = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  @Bean
  Partitions.Feature nodeTables(NodeSettings settings) {
    return new Partitions.Feature(
        List.of(new Partitions.Kept(StatusMinutes.TABLE, PARTITION, settings.status()),
            new Partitions.Kept(Tier.MINUTE.table(StatusMinutes.TOGETHER), PARTITION, settings.status()),
            new Partitions.Kept(Tier.HOUR.table(StatusMinutes.TOGETHER), WEEK, settings.status()),
            new Partitions.Kept(Clocks.TABLE, PARTITION, settings.clock())));
  }

  @Bean
  @Order(60)
  Projection latest() {
    return new Latest();
  }

  @Bean
  @Order(61)
  Projection statusMinutes(Partitions partitions, NodeSettings settings) {
    return new StatusMinutes(partitions, settings);
  }

  @Bean
  @Order(62)
  Projection clocks(Partitions partitions, NodeSettings settings) {
    return new Clocks(partitions.table(Clocks.TABLE), settings);
  }
}
