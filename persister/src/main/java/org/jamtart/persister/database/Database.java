package org.jamtart.persister.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jamtart.store.Entities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the database into the state that the persister needs. */
public final class Database {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final long POLL_MILLIS = 500;

  private Database() {}

  /** Something that is done in the database. */
  @FunctionalInterface
  public interface Work<T> {

    /** Does it. */
    T run() throws SQLException;
  }

  /**
   * Waits until the database takes connections, brings the schema up to date, and makes a session factory on its tables.
   *
   * @throws StartFailedException when it is not there in time
   */
  public static SessionFactory prepare(DataSource dataSource, Duration timeout) throws InterruptedException {
    return patiently(timeout, () -> {
      try (Connection connection = dataSource.getConnection()) {
        SchemaUpdate.run(connection, dataSource);
      }
      return sessionFactory(dataSource);
    });
  }

  /**
   * Does something that a start needs again and again until it succeeds, for a database that is not there yet or goes away meanwhile.
   *
   * @throws StartFailedException when it does not succeed in time
   */
  public static <T> T patiently(Duration timeout, Work<T> work) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        return work.run();
      } catch (SQLException e) {
        if (System.nanoTime() >= deadline) {
          throw new StartFailedException(
              "The database did not do what the start needs within " + timeout.toSeconds() + " s: "
                  + reason(e),
              "Check that it runs, and spring.datasource.url (TART_DATABASE_URL), user and password; a longer wait is "
                  + "tart.persister.start-timeout. Whatever restarts services may simply start it again.",
              e);
        }
        LOG.warn("event=database_unavailable retry_ms={} error={}", POLL_MILLIS, e.toString());
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
  }

  /** What the driver said: the pool only says that it has no connection. */
  private static String reason(SQLException e) {
    String reason = String.valueOf(e.getMessage());
    for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
      reason = t instanceof SQLException ? String.valueOf(t.getMessage()) : reason;
    }
    return reason;
  }

  /** A session factory on the tables; it makes none and checks none, and needs no connection: one that breaks now does no harm. */
  public static SessionFactory sessionFactory(DataSource dataSource) {
    return new HibernatePersistenceConfiguration("tart-persister").managedClasses(Entities.ALL)
        .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource)
        .property(JdbcSettings.ALLOW_METADATA_ON_BOOT, false)
        .property(JdbcSettings.JAKARTA_HBM2DDL_DB_NAME, "PostgreSQL")
        .createEntityManagerFactory();
  }
}
