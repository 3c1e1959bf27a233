package org.jamtart.testsupport;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A database with TART's schema and no rows, for one test class. Closing it drops it, whoever is still
 * connected.
 */
public final class TestDatabase implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 20;

  private final Servers.PostgresAddress server;
  private final String name;
  private final Runnable drop;
  private final Lazy<HikariDataSource> pool;

  TestDatabase(Servers.PostgresAddress server, String name, Runnable drop) {
    this.server = server;
    this.name = name;
    this.drop = drop;
    this.pool = new Lazy<>(this::openPool);
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

  /** Connections of a pool: to log in costs as much as a hundred queries. */
  public DataSource dataSource() {
    return pool.get();
  }

  /** A connection of the pool. Whoever changes settings of its session sets them back. */
  public Connection connect() throws SQLException {
    return dataSource().getConnection();
  }

  private HikariDataSource openPool() {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(jdbcUrl());
    config.setUsername(user());
    config.setPassword(password());
    config.setMinimumIdle(0);
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    return new HikariDataSource(config);
  }

  @Override
  public void close() {
    pool.ifMade(HikariDataSource::close);
    drop.run();
  }
}
