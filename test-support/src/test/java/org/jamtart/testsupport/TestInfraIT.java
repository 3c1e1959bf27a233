package org.jamtart.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

@TartTest
class TestInfraIT {

  private final TestScope scope;

  TestInfraIT(TestScope scope) {
    this.scope = scope;
  }

  @Test
  void every_database_is_its_own_and_has_the_same_schema() throws Exception {
    try (TestDatabase first = scope.infra().newDatabase("first");
        TestDatabase second = scope.infra().newDatabase("2nd!")) {
      execute(first, "create table only_here (x int)");

      assertThat(tables(first)).contains("databasechangelog", "only_here");
      assertThat(tables(second)).contains("databasechangelog").doesNotContain("only_here");
    }
  }

  @Test
  void a_closed_database_is_gone_even_with_a_connection_open() throws Exception {
    TestDatabase database = scope.infra().newDatabase("closed");
    try (Connection open = database.connect()) {
      assertThat(open.isValid(1)).isTrue();

      database.close();

      assertGone(database);
    }
  }

  @Test
  void a_new_topic_takes_records_on_every_partition_at_once() throws Exception {
    String topic = scope.infra().newTopic("A topic, of mine", 6);

    try (var producer = new KafkaProducer<byte[], byte[]>(
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, scope.bootstrapServers(),
            ProducerConfig.RETRIES_CONFIG, 0,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false),
        new ByteArraySerializer(), new ByteArraySerializer())) {
      var sends = IntStream.range(0, 600)
          .mapToObj(n -> producer.send(new ProducerRecord<>(topic, n % 6, null, new byte[100])))
          .toList();
      for (var send : sends) {
        assertThat(send.get(10, TimeUnit.SECONDS).topic()).isEqualTo(topic);
      }
    }
  }

  @Test
  void a_class_has_one_topic_group_and_database_for_all_its_tests(TestScope again) {
    assertThat(again).isSameAs(scope);
    assertThat(again.topic()).isEqualTo(scope.topic()).startsWith("t-testinfrait-");
    assertThat(again.group()).isEqualTo(scope.group()).isNotEqualTo(scope.infra().newGroup("TestInfraIT"));
    assertThat(again.database()).isSameAs(scope.database());
  }

  @Test
  void what_a_scope_made_goes_with_it() throws Exception {
    TestScope other = TestScope.open("short");
    String topic = other.topic();
    TestDatabase database = other.database();

    other.close();

    assertGone(database);
    Await.until("the end of " + topic, Duration.ofSeconds(10), () -> !topics().contains(topic));
  }

  private static void assertGone(TestDatabase database) {
    assertThatThrownBy(
        () -> DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("does not exist");
  }

  private List<String> topics() {
    try {
      return List.copyOf(scope.infra().admin().listTopics().names().get(10, TimeUnit.SECONDS));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> tables(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet names = statement
            .executeQuery(
                "select array_agg(table_name::text) from information_schema.tables where table_schema = 'public'")) {
      assertThat(names.next()).isTrue();
      return List.of((String[]) names.getArray(1).getArray());
    }
  }
}
