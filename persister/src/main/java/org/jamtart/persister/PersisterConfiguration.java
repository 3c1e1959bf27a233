package org.jamtart.persister;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.hibernate.SessionFactory;
import org.jamtart.log.GroupLag;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.log.LogTopic;
import org.jamtart.persister.audit.AuditConfiguration;
import org.jamtart.persister.batch.StoreParts;
import org.jamtart.persister.context.ContextSettings;
import org.jamtart.persister.context.OpeningPast;
import org.jamtart.persister.convergence.ConvergenceConfiguration;
import org.jamtart.persister.counts.CountConfiguration;
import org.jamtart.persister.database.Database;
import org.jamtart.persister.database.DatabaseTime;
import org.jamtart.persister.database.StartFailedException;
import org.jamtart.persister.health.HealthEndpoints;
import org.jamtart.persister.health.LagMonitor;
import org.jamtart.persister.health.PersisterHealth;
import org.jamtart.persister.health.PersisterMetrics;
import org.jamtart.persister.health.PoolMetrics;
import org.jamtart.persister.intake.Intake;
import org.jamtart.persister.intake.Progress;
import org.jamtart.persister.partition.ExpiredRows;
import org.jamtart.persister.latency.LatencyConfiguration;
import org.jamtart.persister.merge.MergeConfiguration;
import org.jamtart.persister.merge.Merging;
import org.jamtart.persister.node.NodeConfiguration;
import org.jamtart.persister.peer.PeerConfiguration;
import org.jamtart.persister.pending.Adding;
import org.jamtart.persister.pending.PendingConfiguration;
import org.jamtart.persister.pending.PendingSums;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.position.LogPositions;
import org.jamtart.persister.position.LogPositions.Bounds;
import org.jamtart.persister.position.LogTail;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.projection.ProjectionConfiguration;
import org.jamtart.persister.replay.ReplayConfiguration;
import org.jamtart.persister.retry.QuarantineRetries;
import org.jamtart.persister.jamservice.ServiceConfiguration;
import org.jamtart.persister.workpackage.PackageConfiguration;
import org.jamtart.wire.TrailingBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.system.SystemMetricsAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Puts the persister together, in the order in which it comes to life: schema, log, positions, partitions, consumers. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PersisterSettings.class, ContextSettings.class})
@Import({ProjectionConfiguration.class, CountConfiguration.class, NodeConfiguration.class,
    PeerConfiguration.class, LatencyConfiguration.class, AuditConfiguration.class,
    ConvergenceConfiguration.class, PendingConfiguration.class, MergeConfiguration.class,
    HealthEndpoints.class,
    ReplayConfiguration.class, PackageConfiguration.class, ServiceConfiguration.class})
@ImportAutoConfiguration({PropertyPlaceholderAutoConfiguration.class, DataSourceAutoConfiguration.class,
    DataSourcePoolMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
    CompositeMeterRegistryAutoConfiguration.class, PrometheusMetricsExportAutoConfiguration.class,
    JvmMetricsAutoConfiguration.class, SystemMetricsAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class})
class PersisterConfiguration {

  private static final long RETRY_LOOK_MILLIS = 1_000;
  private static final long TIME_LOOK_MILLIS = 3_000;
  private static final Logger LOG = LoggerFactory.getLogger(PersisterConfiguration.class);

  @Bean
  LogSettings logSettings(Environment environment) {
    return Binder.get(environment).bindOrCreate("tart.log", LogSettings.class);
  }

  @Bean
  TrailingBytes trailingBytes(Environment environment) {
    return Binder.get(environment)
        .bind("tart.wire.trailing-bytes", TrailingBytes.class)
        .orElse(TrailingBytes.MALFORMED);
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService scheduler() {
    return Executors.newScheduledThreadPool(2,
        Thread.ofPlatform().daemon().name("tart-persister-tasks-", 0).factory());
  }

  @Bean
  Admin logAdmin(LogSettings log) {
    return LogClients.admin(log, "tart-persister-admin");
  }

  @Bean
  SessionFactory sessionFactory(DataSource dataSource, PersisterSettings settings)
      throws InterruptedException {
    if (dataSource instanceof HikariDataSource pool) {
      // Each consumer has a transaction and now and then a partition to make; maintenance and health need three, a replay four,
      // decoding again two, merging three with its metric and the bell, adding up four: two to add, one to hear, one for its metric.
      pool.setMaximumPoolSize(2 * settings.concurrency() + 16);
    }
    return Database.prepare(dataSource, settings.startTimeout());
  }

  /** The session factory stands for a schema that is up to date, here and below. */
  @Bean
  DatabaseTime databaseTime(DataSource dataSource, SessionFactory schema, PersisterSettings settings,
      ScheduledExecutorService scheduler) throws InterruptedException {
    var time = Database.patiently(settings.startTimeout(), () -> DatabaseTime.of(dataSource));
    every(scheduler, TIME_LOOK_MILLIS, time::look);
    return time;
  }

  @Bean
  Clock clock(DatabaseTime time) {
    return time.withZone(ZoneOffset.UTC);
  }

  @Bean
  LogTopic logTopic(Admin admin, LogSettings log, PersisterSettings settings) throws InterruptedException {
    try {
      return LogTopic.ensure(admin, log, settings.startTimeout());
    } catch (TimeoutException e) {
      throw noLog(e);
    }
  }

  private static StartFailedException noLog(TimeoutException e) {
    return new StartFailedException("Kafka does not tell of the log: " + e.getMessage(),
        "Check that the broker runs, and tart.log.bootstrap-servers.", e);
  }

  @Bean
  LogPositions logPositions(DataSource dataSource, SessionFactory schema, LogSettings log, LogTopic topic,
      GroupLag group,
      PersisterSettings settings) throws InterruptedException {
    var positions = Database.patiently(settings.startTimeout(), () -> {
      var verified = new LogPositions(dataSource, topic);
      verified.verify(() -> bounds(group), found -> LogTail.replaced(log, found), settings.adoptLog());
      return verified;
    });
    if (!positions.adopted().isEmpty()) {
      LOG.warn("event=log_adopted partitions={} topic_id={}", positions.adopted(), topic.topicId());
    }
    return positions;
  }

  private static Map<Integer, Bounds> bounds(GroupLag group) {
    try {
      return group.read()
          .stream()
          .collect(Collectors.toMap(GroupLag.Partition::partition,
              partition -> new Bounds(partition.first(), partition.end())));
    } catch (TimeoutException e) {
      throw noLog(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Bean
  GroupLag groupLag(Admin admin, LogSettings log, LogTopic topic) {
    return new GroupLag(admin, log);
  }

  @Bean
  Partitions partitions(DataSource dataSource, SessionFactory schema, PersisterSettings settings,
      List<Partitions.Feature> features, Clock clock) throws InterruptedException {
    List<Partitions.Kept> tables = features.stream().flatMap(feature -> feature.tables().stream()).toList();
    return Database.patiently(settings.startTimeout(), () -> {
      var partitions = new Partitions(dataSource, settings, tables, clock);
      partitions.makeAhead();
      return partitions;
    });
  }

  @Bean
  ExpiredRows expiredRows(DataSource dataSource, SessionFactory schema, PersisterSettings settings,
      List<ExpiredRows.Feature> features, LogSettings log, Clock clock) {
    return new ExpiredRows(dataSource, settings, features, log.retention(), clock);
  }

  @Bean
  Partitions.Feature openingTable(ContextSettings context, GroupLag group, Clock clock) {
    return new Partitions.Feature(List.of(new Partitions.Kept("opening_pack",
        OpeningPast.partition(context), context.needed(), new OpeningPast(context, group, clock))));
  }

  @Bean
  Progress progress() {
    return new Progress();
  }

  @Bean
  PersisterMetrics persisterMetrics(MeterRegistry registry, Progress progress, Partitions partitions,
      ExpiredRows expired, DataSource dataSource) {
    PoolMetrics.bind(registry, dataSource);
    FunctionCounter.builder("tart_persister_expiry_failures", expired, ExpiredRows::failures)
        .description("tries to delete expired rows that failed")
        .register(registry);
    return new PersisterMetrics(registry, progress, partitions);
  }

  @Bean
  Intake intake(LogSettings log, PersisterSettings settings, SessionFactory sessionFactory,
      LogPositions positions, TrailingBytes trailing,
      List<Projection> projections, ContextSettings context, Partitions partitions, PendingSums pending,
      PersisterMetrics metrics,
      Clock clock, Progress progress,
      ScheduledExecutorService scheduler) {
    var parts = new StoreParts(settings, trailing, sessionFactory, positions, projections, context,
        partitions, pending, metrics, clock);
    return new Intake(log, parts, progress, scheduler);
  }

  @Bean
  QuarantineRetries quarantineRetries(DataSource dataSource, SessionFactory sessionFactory,
      List<Projection> projections, Partitions partitions, TrailingBytes trailing, ContextSettings context,
      Clock clock,
      ScheduledExecutorService scheduler) {
    var retries = new QuarantineRetries(dataSource, sessionFactory, projections, partitions, trailing,
        context, clock);
    every(scheduler, RETRY_LOOK_MILLIS, retries::look);
    return retries;
  }

  @Bean
  LagMonitor lagMonitor(GroupLag group, Progress progress, LogSettings log, Clock clock,
      MeterRegistry registry,
      PersisterSettings settings, ScheduledExecutorService scheduler, Partitions partitions,
      ExpiredRows expired) {
    var monitor = new LagMonitor(group, progress, log, clock, registry);
    every(scheduler, settings.lagInterval().toMillis(), monitor::look);
    every(scheduler, settings.maintenanceInterval().toMillis(), () -> {
      partitions.keep();
      expired.keep();
    });
    return monitor;
  }

  private static void every(ScheduledExecutorService scheduler, long millis, Runnable task) {
    var unused = scheduler.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Bean
  PersisterHealth persisterHealth(Intake intake, Progress progress, Partitions partitions,
      ExpiredRows expired, LagMonitor lag, Adding adding, Merging merging) {
    return new PersisterHealth(intake, progress, partitions, expired, lag, adding, merging);
  }
}
