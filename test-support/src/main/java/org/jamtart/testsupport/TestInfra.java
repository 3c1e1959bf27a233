package org.jamtart.testsupport;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jamtart.embedded.postgres.Durability;

/**
 * One broker and one PostgreSQL for all tests of this JVM, each started when it is first needed and stopped
 * with the JVM. They run embedded, unless the environment variable {@value #VARIABLE} says {@code
 * containers}. What was chosen is printed; no choice skips a test.
 *
 * <p>Tests stay apart by names: every topic, group and database that this class makes has one of its own,
 * so test classes run side by side and in any order. The system property {@value #DURABLE} set to {@code
 * true} makes the embedded PostgreSQL sync its writes.
 *
 * <p>Safe for use by several threads.
 */
public final class TestInfra {

  /** Environment variable that chooses: {@code embedded} (default) or {@code containers}. */
  public static final String VARIABLE = "TART_TEST_INFRA";

  /** System property; {@code true} for a PostgreSQL with fsync. */
  public static final String DURABLE = "tart.test.durable";

  private static final int LONGEST_HINT = 40;

  private final Lazy<Servers> servers;
  private final Lazy<TestKafka> kafka;
  private final Lazy<TestPostgres> postgres;
  private final AtomicInteger names = new AtomicInteger();

  private TestInfra(Supplier<Servers> source) {
    this.servers = new Lazy<>(() -> running(source.get()));
    this.kafka = new Lazy<>(() -> TestKafka.on(servers.get().startKafka()));
    this.postgres = new Lazy<>(() -> TestPostgres.on(servers.get().startPostgres()));
  }

  private static final class Shared {

    static final TestInfra INSTANCE = new TestInfra(TestInfra::chosen);
  }

  /** The one of this JVM. */
  public static TestInfra shared() {
    return Shared.INSTANCE;
  }

  /** The broker's address, for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return kafka.get().bootstrapServers();
  }

  /** An administrator of the broker, shared by all tests; not to be closed. */
  public Admin admin() {
    return kafka.get().admin();
  }

  /**
   * A new topic whose partitions have leaders, with the broker's defaults.
   *
   * @param hint begins the name, so that a person can tell whose it is
   */
  public String newTopic(String hint, int partitions) {
    return newTopic(hint, partitions, Map.of());
  }

  /**
   * A new topic whose partitions have leaders.
   *
   * @param configuration settings of the topic, by Kafka's names
   */
  public String newTopic(String hint, int partitions, Map<String, String> configuration) {
    String name = newName(hint, '-');
    kafka.get().createTopic(name, partitions, configuration);
    return name;
  }

  /** Deletes a topic. */
  public void deleteTopic(String name) {
    kafka.get().deleteTopic(name);
  }

  /** A name that no other consumer group has. */
  public String newGroup(String hint) {
    return newName(hint, '-');
  }

  /** A new database with the whole schema and no rows. */
  public TestDatabase newDatabase(String hint) {
    return postgres.get().newDatabase(newName(hint, '_'));
  }

  // Letters, digits and the separator are legal in topics, groups and, unquoted, in PostgreSQL. Containers
  // outlive no JVM either, so a number is enough.
  private String newName(String hint, char separator) {
    String legal = hint.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", String.valueOf(separator));
    return "t" + separator + legal.substring(0, Math.min(legal.length(), LONGEST_HINT)) + separator
        + names.incrementAndGet();
  }

  private static Servers chosen() {
    String choice = System.getenv().getOrDefault(VARIABLE, "embedded");
    return switch (choice) {
      case "embedded" -> new EmbeddedServers(Boolean.getBoolean(DURABLE) ? Durability.FULL : Durability.NONE);
      case "containers" -> new ContainerServers();
      default -> throw new IllegalStateException(
          "%s is %s: expected embedded or containers".formatted(VARIABLE, choice));
    };
  }

  private static Servers running(Servers servers) {
    System.out.println(VARIABLE + ": " + servers.description());
    Runtime.getRuntime().addShutdownHook(new Thread(servers::stop, "test-infra-stop"));
    return servers;
  }
}
