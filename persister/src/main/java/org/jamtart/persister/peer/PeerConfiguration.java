package org.jamtart.persister.peer;

import java.time.Duration;
import java.util.List;
import org.jamtart.persister.partition.ExpiredRows;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.Projection;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The projections of pairs of nodes, and how long their tables are kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PeerSettings.class)
public class PeerConfiguration {

  private static final Duration PARTITION = Duration.ofHours(2);

  @Bean
  Partitions.Feature peerTables(PeerSettings settings) {
    return new Partitions.Feature(
        List.of(new Partitions.Kept(PeerCounts.TABLE, PARTITION, settings.counts())));
  }

  @Bean
  ExpiredRows.Feature peerStates(PeerSettings settings) {
    return ExpiredRows.Feature.byTime(PeerStates.TABLE, "time", settings.states());
  }

  @Bean
  @Order(65)
  Projection peerStateProjection() {
    return new PeerStates();
  }

  @Bean
  @Order(66)
  Projection peerCountProjection(Partitions partitions, PeerSettings settings) {
    return new PeerCounts(partitions.table(PeerCounts.TABLE), settings);
  }
}
