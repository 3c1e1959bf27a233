package org.jamtart.persister.merge;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What merges in this process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MergeSettings.class)
public class MergeConfiguration {

  /** The session factory stands for a schema that is up to date. */
  @Bean
  Merging merging(DataSource dataSource, SessionFactory schema, ObjectProvider<Merged> merged,
      MergeSettings settings, MeterRegistry registry) {
    List<Merged> kinds = merged.orderedStream().toList();
    var merging = new Merging(new MergeTransactions(dataSource, kinds), settings, dataSource);
    FunctionCounter.builder("tart_persister_merged", merging, Merging::merged)
        .description("times that the rows of a thing told of by many nodes were merged")
        .register(registry);
    FunctionCounter.builder("tart_persister_merge_failures", merging, Merging::failures)
        .description("times that a thing could not be merged and was left for later")
        .register(registry);
    Gauge.builder("tart_persister_merge_lag_seconds", merging, Merging::lagSeconds)
        .description("time for which the oldest thing has been waiting to be merged")
        .register(registry);
    return merging;
  }
}
