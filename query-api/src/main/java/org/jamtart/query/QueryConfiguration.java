package org.jamtart.query;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jamtart.log.LogSettings;
import org.jamtart.query.access.ApiSettings;
import org.jamtart.query.replay.ReplaySql;
import org.jamtart.query.replay.TargetSettings;
import org.jamtart.query.event.EventPages;
import org.jamtart.query.event.EventSql;
import org.jamtart.query.event.EventStory;
import org.jamtart.query.event.PackageEvents;
import org.jamtart.query.flush.Flusher;
import org.jamtart.query.health.HealthChecks;
import org.jamtart.query.health.HealthSql;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.horizon.LogWatch;
import org.jamtart.query.log.LogTimes;
import org.jamtart.query.horizon.PositionSql;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.node.NodeSql;
import org.jamtart.query.node.SessionSql;
import org.jamtart.query.quarantine.QuarantineSql;
import org.jamtart.query.quarantine.RetrySql;
import org.jamtart.query.schema.SchemaGate;
import org.jamtart.query.snapshot.Snapshot;
import org.jamtart.query.stats.StatsSql;
import org.jamtart.query.stream.StreamAlarm;
import org.jamtart.query.stream.StreamSql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The parts, and what looks at the log and the schema again and again. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({QuerySettings.class, ApiSettings.class, TargetSettings.class})
@Import({EventSql.class, NodeSql.class, SessionSql.class, QuarantineSql.class, StatsSql.class,
    HealthSql.class, EventStory.class, PackageEvents.class,
    PositionSql.class, Retained.class, SchemaGate.class, HealthChecks.class, Horizon.class, EventPages.class,
    Flusher.class,
    ReplaySql.class, StreamSql.class, StreamAlarm.class, LogTimes.class, RetrySql.class})
class QueryConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(QueryConfiguration.class);
  private static final long SCHEMA_SECONDS = 1;
  private static final long STREAM_SECONDS = 10;

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  LogSettings logSettings(Environment environment) {
    return Binder.get(environment).bindOrCreate("tart.log", LogSettings.class);
  }

  @Bean
  LogWatch logWatch(LogSettings settings, InstantSource clock) {
    return new LogWatch(settings, clock);
  }

  /** After the database should have given a query up, which it cannot say when its host has vanished. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /**
   * Nothing here writes, nothing runs away, nothing waits for a host that is gone, and every plan knows which partitions its
   * parameters need.
   */
  @Bean
  static BeanPostProcessor connections(ObjectProvider<QuerySettings> settings) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
          Duration longest = settings.getObject().statementTimeout().plus(ANSWER);
          pool.addDataSourceProperty("socketTimeout", Long.toString(longest.plusMillis(999).toSeconds()));
          pool.addDataSourceProperty("tcpKeepAlive", "true");
          pool.addDataSourceProperty("connectTimeout", "3");
          pool.setConnectionInitSql(
              "set session characteristics as transaction read only; set statement_timeout = "
                  + settings.getObject().statementTimeout().toMillis()
                  + "; set plan_cache_mode = force_custom_plan; set work_mem = '16MB'");
          // Of each connection, once: a transaction that had to say so would ask, set and set back.
          pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        }
        return bean;
      }
    };
  }

  /** What an answer reads, it reads as of one moment: its connection sees to that. */
  @Bean
  Snapshot snapshot(DataSource dataSource) {
    return new Snapshot(dataSource);
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService watching(LogWatch watch, Horizon horizon, StreamAlarm streams, SchemaGate gate,
      QuerySettings settings) {
    ScheduledExecutorService watching = Executors.newScheduledThreadPool(2,
        Thread.ofPlatform().daemon().name("query-watch-", 0).factory());
    gate.refresh(); // normally the tables are there: no request needs to be refused then
    watching.scheduleWithFixedDelay(whatever(() -> {
      watch.refresh();
      horizon.look();
    }), 0, settings.logInterval().toMillis(), TimeUnit.MILLISECONDS);
    watching.scheduleWithFixedDelay(whatever(gate::refresh), 0, SCHEMA_SECONDS, TimeUnit.SECONDS);
    watching.scheduleWithFixedDelay(whatever(() -> {
      if (gate.isOpen()) {
        streams.refresh();
      }
    }), 1, STREAM_SECONDS, TimeUnit.SECONDS);
    return watching;
  }

  /** A task that throws is not run again: this one is, whatever it throws. */
  private static Runnable whatever(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.warn("event=watch-failed error={}", e.toString(), e);
      }
    };
  }
}
