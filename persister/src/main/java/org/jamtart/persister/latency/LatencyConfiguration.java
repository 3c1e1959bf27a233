package org.jamtart.persister.latency;

import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.Projection;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The histograms, and how long their tables are kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LatencySettings.class)
public class LatencyConfiguration {

  @Bean
  Partitions.Feature latencyTables(LatencySettings settings) {
    return new Partitions.Feature(LatencyTables.kept(settings));
  }

  @Bean
  @Order(80)
  Projection latencies(Partitions partitions, LatencySettings settings) {
    return new Latencies(new LatencyTables(partitions, settings));
  }
}
