package org.jamtart.persister.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import liquibase.GlobalConfiguration;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jamtart.store.Schema;

/**
 * Runs the changelog, through Liquibase's own API: its Spring integration is of another version than Boot's.
 *
 * <p>Several persisters may start at once. They queue for an advisory lock, which goes with its connection; so whoever has
 * it knows that a lock of Liquibase's own that is still set was left by somebody who died, and releases it.
 */
final class SchemaUpdate {

  /** Liquibase keeps state per process. */
  private static final Object ONE_AT_A_TIME = new Object();

  /** Quiet, at home, and content with a changelog that two jars of a class path name. */
  private static final Map<String, Object> SETTINGS = Map.of(Scope.Attr.ui.name(), new LoggerUIService(),
      GlobalConfiguration.DUPLICATE_FILE_MODE.getKey(), GlobalConfiguration.DuplicateFileMode.SILENT,
      "liquibase.analytics.enabled", false);

  private SchemaUpdate() {}

  static void run(Connection guard, DataSource dataSource) throws SQLException {
    // An index on a large table may take longer than the network may be silent otherwise, and others wait for it.
    guard.setNetworkTimeout(Runnable::run, 0);
    try (Statement statement = guard.createStatement()) {
      statement.execute("select pg_advisory_lock(hashtext('tart.schema'), 0)");
      try (Connection connection = dataSource.getConnection()) {
        connection.setNetworkTimeout(Runnable::run, 0);
        synchronized (ONE_AT_A_TIME) {
          update(connection);
        }
      } finally {
        statement.execute("select pg_advisory_unlock(hashtext('tart.schema'), 0)");
      }
    }
  }

  private static void update(Connection connection) throws SQLException {
    try {
      Scope.child(SETTINGS, () -> {
        var liquibase = new Liquibase(Schema.CHANGELOG, new ClassLoaderResourceAccessor(),
            new JdbcConnection(connection));
        liquibase.setShowSummary(UpdateSummaryEnum.OFF);
        liquibase.forceReleaseLocks();
        liquibase.update();
      });
    } catch (LiquibaseException e) {
      throw sqlCause(e);
    } catch (Exception e) {
      throw new IllegalStateException("the schema could not be brought up to date", e);
    }
  }

  /** Trouble with the connection is worth another try; a changelog that does not fit is not. */
  private static SQLException sqlCause(LiquibaseException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().startsWith("08")) {
        return sql;
      }
    }
    throw new IllegalStateException("The schema could not be brought up to date: " + e.getMessage(), e);
  }
}
