package org.jamtart.persister.convergence;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jamtart.persister.merge.Merged;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.Projection;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What tells how things spread, and how long its tables are kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConvergenceSettings.class)
public class ConvergenceConfiguration {

  private static final Duration PART = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** Tables of merged rows; each row has the time of some report of its thing. */
  private static final List<String> MERGED = List.of("seen_block", "block_convergence",
      "guarantee_convergence", "guarantee_slot_convergence", "assurance_convergence",
      "assurance_sender_convergence");

  @Bean
  Partitions.Feature convergenceTables(ConvergenceSettings settings) {
    return new Partitions.Feature(Stream.concat(
        Stream.of(new Partitions.Kept(Parts.TABLE, PART, settings.parts(), Settled.dropped()),
            new Partitions.Kept(AuthoredBlocks.TABLE, DAY, settings.blocks()),
            new Partitions.Kept(SpreadHours.TABLE, DAY, settings.figures())),
        MERGED.stream().map(table -> new Partitions.Kept(table, DAY, settings.figures()))).toList());
  }

  @Bean
  @Order(70)
  Projection authoredBlocks(Partitions partitions, ConvergenceSettings settings) {
    return new AuthoredBlocks(partitions.table(AuthoredBlocks.TABLE), settings);
  }

  @Bean
  @Order(71)
  Projection reports(Partitions partitions, ConvergenceSettings settings) {
    return new Reports(partitions.table(Parts.TABLE), MERGED.stream().map(partitions::table).toList(),
        settings);
  }

  @Bean
  Settled settled(ConvergenceSettings settings, Clock clock) {
    return new Settled(settings, clock);
  }

  @Bean
  Merged mergedBlocks(Settled settled, SpreadHours hours) {
    return new MergedBlocks(settled, hours);
  }

  @Bean
  SpreadHours spreadHours(Partitions partitions) {
    return new SpreadHours(partitions.table(SpreadHours.TABLE));
  }

  @Bean
  Merged mergedGuarantees(Settled settled, SpreadHours hours) {
    return new MergedGuarantees(settled, hours);
  }

  @Bean
  Merged mergedAssurances(Settled settled, SpreadHours hours) {
    return new MergedAssurances(settled, hours);
  }
}
