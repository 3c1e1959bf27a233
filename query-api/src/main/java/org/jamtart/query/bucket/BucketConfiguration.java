package org.jamtart.query.bucket;

import java.util.Set;
import org.jamtart.query.bucket.BucketSettings.Keeper;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What reads buckets. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BucketSettings.class)
@Import({NodeActivity.class, FailureReasons.class, GuaranteeDiscards.class, NetworkEvents.class})
class BucketConfiguration {

  /** What nodes do for availability, in minutes and hours. */
  @Bean
  NodeEvents availabilityEvents(JdbcClient jdbc, BucketSettings settings) {
    return new NodeEvents(jdbc, Set.of(120, 121, 122, 123, 124, 125, 190, 191, 192),
        settings.memory(Keeper.AVAILABILITY));
  }

  /** Announcements and transfers of blocks, in hours. */
  @Bean
  NodeEvents blockEvents(JdbcClient jdbc, BucketSettings settings) {
    return new NodeEvents(jdbc, Set.of(62, 68), settings.memory(Keeper.BLOCKS));
  }
}
