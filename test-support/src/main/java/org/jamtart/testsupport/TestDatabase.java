package org.jamtart.testsupport;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database with TART's schema and no rows, for one test class. Closing it drops it, whoever is still
 * connected.
 */
public final class TestDatabase implements AutoCloseable {

  private final Servers.PostgresAddress server;
  private final String name;
  private final Runnable drop;

  TestDatabase(Servers.PostgresAddress server, String name, Runnable drop) {
    this.server = server;
    this.name = name;
    this.drop = drop;
  }

  /** Name of the database. */
  public String name() {
    return name;
  }

  /** JDBC URL without user and password. */
  public String jdbcUrl() {
    return server.jdbcUrl(name);
  }

  /** A superuser of the server. */
  public String user() {
    return server.user();
  }

  /** The password of {@link #user()}. */
  public String password() {
    return server.password();
  }

  /** Connections without a pool, each a new one. */
  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl());
    source.setUser(user());
    source.setPassword(password());
    return source;
  }

  /** A new connection. */
  public Connection connect() throws SQLException {
    return dataSource().getConnection();
  }

  @Override
  public void close() {
    drop.run();
  }
}
