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

  /**
   * Waits until the database takes connections, then brings the schema up to date.
   *
   * @throws IllegalStateException when it is not there in time
   */
  public static void prepare(DataSource dataSource, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      try (Connection connection = dataSource.getConnection()) {
        SchemaUpdate.run(connection, dataSource);
        return;
      } catch (SQLException e) {
        if (System.nanoTime() >= deadline) {
          throw new IllegalStateException("The database did not answer within " + timeout.toSeconds()
              + " s: check spring.datasource.url (TART_DATABASE_URL), user and password. " + e.getMessage(),
              e);
        }
        LOG.warn("event=database_unavailable retry_ms={} error={}", POLL_MILLIS, e.toString());
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
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
