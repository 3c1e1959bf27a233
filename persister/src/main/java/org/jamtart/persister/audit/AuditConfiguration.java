package org.jamtart.persister.audit;

import java.time.Duration;
import java.util.List;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.Projection;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The audits, and how long their table is kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
public class AuditConfiguration {

  private static final Duration PARTITION = Duration.ofHours(12);

  @Bean
  Partitions.Feature auditTables(AuditSettings settings) {
    return new Partitions.Feature(
        List.of(new Partitions.Kept(Audits.TABLE, PARTITION, settings.retention())));
  }

  @Bean
  @Order(81)
  Projection audits(Partitions partitions, AuditSettings settings) {
    return new Audits(partitions.table(Audits.TABLE), settings);
  }
}
