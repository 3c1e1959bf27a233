package org.jamtart.persister.workpackage;

import java.time.Clock;
import java.time.Duration;
import org.jamtart.persister.merge.Merged;
import org.jamtart.persister.partition.ExpiredRows;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.Projection;
import org.jamtart.store.KeptSinceSql;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What is kept of work packages, and for how long. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PackageSettings.class)
public class PackageConfiguration {

  /**
   * A package goes with all its parts, once nobody has said anything of it for long; the index on the first time finds it. By whole
   * hours, so that what is rolled up has all packages of an hour or is final. Nobody merges meanwhile: who makes an hour again has
   * read since when none of its packages is missing.
   */
  private static final String EXPIRED = """
      with alone as materialized (select pg_advisory_xact_lock(%s)),
        horizon as materialized (select date_trunc('hour', cast(? as timestamptz), 'UTC') as moment from alone),
        expired as materialized (
          select p.hash from work_package p, horizon h
          where p.first_seen < h.moment and p.last_updated < h.moment limit %d for update of p),
        parts as (delete from node_package where hash in (select hash from expired)),
        said as (
          insert into kept_since select 'work_package', h.moment from horizon h where exists (select from expired)
          %s)
      delete from work_package where hash in (select hash from expired)"""
      .formatted(Merged.LOCK, ExpiredRows.ROWS, KeptSinceSql.LATEST);

  @Bean
  @Order(70)
  Projection packages(PackageSettings settings) {
    return new NodePackages(settings);
  }

  /** Rolled up is what packages come to; it goes with them, by the day. */
  @Bean
  Partitions.Feature packageFigures(PackageSettings settings) {
    return new Partitions.Feature(PackageHours.TABLES.stream()
        .map(table -> new Partitions.Kept(table, Duration.ofDays(1), settings.retention()))
        .toList());
  }

  @Bean
  Merged mergedPackages(Partitions partitions, Clock clock) {
    return new MergedPackages(
        new PackageHours(PackageHours.TABLES.stream().map(partitions::table).toList()), clock);
  }

  @Bean
  ExpiredRows.Feature expiredPackages(PackageSettings settings) {
    return new ExpiredRows.Feature("work_package", EXPIRED, settings.retention());
  }
}
