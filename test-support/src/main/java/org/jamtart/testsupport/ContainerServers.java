package org.jamtart.testsupport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The same servers in containers; needs a Docker engine, and fails without one. The only class that touches
 * Testcontainers, so that nobody else pays for loading it.
 */
final class ContainerServers implements Servers {

  private static final String KAFKA_IMAGE = "apache/kafka:4.2.1";
  private static final String POSTGRES_IMAGE = "postgres:18";

  private final Deque<Runnable> stops = new ArrayDeque<>();

  @Override
  public String description() {
    return "containers " + KAFKA_IMAGE + " and " + POSTGRES_IMAGE;
  }

  @Override
  @SuppressWarnings("resource") // stopped by stop(), and by Testcontainers if this JVM is killed
  public synchronized String startKafka() {
    KafkaContainer kafka = new KafkaContainer(KAFKA_IMAGE).withEnv(
        Map.of("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false", "KAFKA_MESSAGE_MAX_BYTES",
            Integer.toString(16 << 20),
            "KAFKA_REPLICA_FETCH_MAX_BYTES", Integer.toString(16 << 20),
            "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0",
            "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000", "KAFKA_GROUP_CONSUMER_MIN_SESSION_TIMEOUT_MS",
            "1000",
            "KAFKA_GROUP_CONSUMER_SESSION_TIMEOUT_MS", "10000", "KAFKA_GROUP_CONSUMER_HEARTBEAT_INTERVAL_MS",
            "5000"));
    kafka.start();
    stops.push(kafka::stop);
    return kafka.getBootstrapServers();
  }

  @Override
  @SuppressWarnings("resource") // as above
  public synchronized PostgresAddress startPostgres() {
    PostgreSQLContainer postgres = new PostgreSQLContainer(POSTGRES_IMAGE).withUsername("tart")
        .withPassword("tart")
        .withDatabaseName("tart_telemetry");
    postgres.setCommand("postgres", "-c", "max_connections=200", "-c", "max_locks_per_transaction=256", "-c",
        "jit=off",
        "-c", "timezone=UTC");
    postgres.start();
    stops.push(postgres::stop);
    return new PostgresAddress(postgres.getHost(),
        postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        postgres.getUsername(), postgres.getPassword());
  }

  @Override
  public synchronized void stop() {
    while (!stops.isEmpty()) {
      stops.pop().run();
    }
  }
}
