package org.jamtart.persister.replay;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.batch.StoreParts;
import org.jamtart.persister.context.ContextSettings;
import org.jamtart.persister.health.LagMonitor;
import org.jamtart.persister.health.PersisterMetrics;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.pending.PendingSums;
import org.jamtart.persister.position.LogPositions;
import org.jamtart.persister.projection.Projection;
import org.jamtart.wire.TrailingBytes;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What does replays in this process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ReplaySettings.class, TargetSettings.class})
public class ReplayConfiguration {

  /** Live data that are so late come first. */
  private static final Duration BEHIND = Duration.ofSeconds(5);

  @Bean
  Replays replays(LogSettings log, PersisterSettings settings, ReplaySettings replay,
      DataSource dataSource, SessionFactory sessionFactory, LogPositions positions, TrailingBytes trailing,
      List<Projection> projections, ContextSettings context, Partitions partitions, PendingSums pending,
      PersisterMetrics metrics, LagMonitor lag,
      Clock clock, MeterRegistry registry) {
    var parts = new StoreParts(settings, trailing, sessionFactory, positions, projections, context,
        partitions, pending, metrics, clock);
    var replays = new Replays(log, parts, replay, dataSource, new ReplayRows(dataSource, replay.lease()),
        () -> lag.lag().compareTo(BEHIND) > 0);
    FunctionCounter.builder("tart_persister_replay_events", replays, Replays::events)
        .description("frames that went through replays")
        .register(registry);
    return replays;
  }

  /** The schema is there when the positions are. */
  @Bean
  Plays plays(LogSettings log, ReplaySettings replay, TargetSettings targets, DataSource dataSource,
      LogPositions positions) {
    return new Plays(log, replay, targets, new ReplayRows(dataSource, replay.lease()));
  }
}
