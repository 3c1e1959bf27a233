package org.jamtart.persister.pending;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.jamtart.persister.projection.Projection;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What adds up in this process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PendingSettings.class)
public class PendingConfiguration {

  /** The session factory stands for a schema that is up to date. */
  @Bean
  PendingSums pendingSums(DataSource dataSource, SessionFactory schema, List<Projection> projections,
      PendingSettings settings, Clock clock, MeterRegistry registry) {
    var buckets = new SumBuckets(
        projections.stream().flatMap(projection -> projection.added().stream()).toList());
    var pending = new PendingSums(new PendingTransactions(dataSource, buckets, clock), settings.idle());
    Gauge.builder("tart_persister_pending_lag_seconds", pending, PendingSums::lagSeconds)
        .description("time for which the oldest sums have been waiting to be added to the counts")
        .register(registry);
    return pending;
  }

  @Bean
  Adding adding(PendingSums pending, PendingSettings settings, DataSource dataSource) {
    return new Adding(pending, settings, dataSource);
  }
}
