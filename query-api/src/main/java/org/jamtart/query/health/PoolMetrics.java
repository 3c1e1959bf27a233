package org.jamtart.query.health;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** The connections to the database under the name that existing dashboards ask for. */
@Component
final class PoolMetrics {

  PoolMetrics(MeterRegistry registry, DataSource source) {
    Gauge.builder("telemetry_database_pool_connections", source, PoolMetrics::connections)
        .description("open connections to the database")
        .register(registry);
  }

  private static double connections(DataSource source) {
    var pool = source instanceof HikariDataSource hikari ? hikari.getHikariPoolMXBean() : null;
    return pool == null ? 0 : pool.getTotalConnections();
  }
}
