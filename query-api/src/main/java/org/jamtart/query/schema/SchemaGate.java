package org.jamtart.query.schema;

import org.jamtart.store.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Knows whether the tables are as this version needs them. They are laid out by the persister; until it has done so,
 * everything that reads them says that it waits. Once there they stay. Thread-safe.
 */
public final class SchemaGate {

  private static final Logger log = LoggerFactory.getLogger(SchemaGate.class);
  static final String CHANGE_SET = "select count(*) from databasechangelog where id = :version";

  private final JdbcClient jdbc;
  private volatile String waitsFor = "the database has not been asked yet";
  private volatile boolean open;

  public SchemaGate(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether the tables are there. */
  public boolean isOpen() {
    return open;
  }

  /** What is waited for, in words; of no meaning when open. */
  public String waitsFor() {
    return waitsFor;
  }

  /** Looks, unless the tables are known to be there. */
  public void refresh() {
    if (open) {
      return;
    }
    String before = waitsFor;
    try {
      open = jdbc.sql(CHANGE_SET).param("version", Schema.VERSION).query(Long.class).single() > 0;
      waitsFor = "the database has no schema version '" + Schema.VERSION
          + "': the persister makes it when it starts";
    } catch (CannotGetJdbcConnectionException e) {
      waitsFor = "the database does not answer";
    } catch (DataAccessException e) {
      waitsFor = "the database has no tables: the persister makes them when it starts";
    }
    if (open) {
      log.info("event=schema-found version={}", Schema.VERSION);
    } else if (!before.equals(waitsFor)) {
      log.warn("event=schema-awaited version={} reason=\"{}\"", Schema.VERSION, waitsFor);
    }
  }
}
