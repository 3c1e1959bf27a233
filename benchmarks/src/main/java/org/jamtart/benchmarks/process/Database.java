package org.jamtart.benchmarks.process;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.ProcessTree;
import org.jamtart.embedded.postgres.EmbeddedPostgres;
import org.jamtart.embedded.postgres.PostgresSettings;

/** PostgreSQL, which is processes of its own; what it says is committed is on the disk. */
public final class Database implements AutoCloseable {

  private final EmbeddedPostgres postgres;

  private Database(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** Starts an empty one in the directory of the benchmarks. */
  public static Database start(Bench bench) {
    Path binaries = Objects.requireNonNull(bench.directory().getParent()).resolve("postgres-binaries");
    var postgres = EmbeddedPostgres
        .start(PostgresSettings.in(bench.directory().resolve("postgres")).withBinaries(binaries));
    bench.own().add(postgres.pid());
    return new Database(postgres);
  }

  /** What a service must be told to use it. */
  public Map<String, String> properties() {
    return Map.of("spring.datasource.url", postgres.jdbcUrl(), "spring.datasource.username",
        EmbeddedPostgres.USER,
        "spring.datasource.password", EmbeddedPostgres.PASSWORD);
  }

  /** Where it is, for JDBC. */
  public String url() {
    return postgres.jdbcUrl();
  }

  /** CPU time of all its processes so far, seconds. */
  public double cpuSeconds() {
    return ProcessTree.of(postgres.pid()).cpuSeconds();
  }

  /** A connection that commits each statement. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
  }

  /** Runs statements. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect(); var statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** The number that a query answers with; 0 for null. */
  public long number(String query) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override
  public void close() {
    postgres.close();
  }
}
