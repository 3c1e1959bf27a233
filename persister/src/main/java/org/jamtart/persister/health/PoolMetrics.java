package org.jamtart.persister.health;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;

/** The connections to the database under the name that existing dashboards ask for. */
public final class PoolMetrics {

  private PoolMetrics() {}

  /** Registers the gauge; a data source that is no pool has none. */
  public static void bind(MeterRegistry registry, DataSource source) {
    if (source instanceof HikariDataSource pool) {
      Gauge.builder("telemetry_database_pool_connections", pool, PoolMetrics::connections)
          .description("open connections to the database")
          .register(registry);
    }
  }

  private static double connections(HikariDataSource pool) {
    var figures = pool.getHikariPoolMXBean();
    return figures == null ? 0 : figures.getTotalConnections();
  }
}
