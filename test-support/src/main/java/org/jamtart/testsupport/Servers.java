package org.jamtart.testsupport;

/**
 * Where the broker and the PostgreSQL of this JVM's tests come from. Each is started at most once, by
 * {@link TestInfra}.
 */
interface Servers {

  /** What this is, for the line that says what the tests run on. */
  String description();

  /** Starts the broker and returns its bootstrap servers. */
  String startKafka();

  /** Starts PostgreSQL. */
  PostgresAddress startPostgres();

  /** Stops what was started and removes its data. */
  void stop();

  /** How a superuser of the server reaches it. */
  record PostgresAddress(String host, int port, String user, String password) {

    String jdbcUrl(String database) {
      return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }
  }
}
