package org.jamtart.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jamtart.embedded.ChildJvm;
import org.jamtart.embedded.LoopbackPort;
import org.jamtart.embedded.PortTakenException;
import org.jamtart.embedded.datadir.DataDirectoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

  private static final String TOPIC = "kept";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  @TempDir
  Path temp;

  @Test
  void topics_records_and_committed_offsets_outlive_a_restart_on_the_same_port() throws Exception {
    String clusterId;
    KafkaSettings settings = KafkaSettings.in(temp).withPort(LoopbackPort.choose("test", 0));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(settings)) {
      clusterId = kafka.clusterId();
      createTopic(kafka);
      produce(kafka, List.of("one", "two", "three"));
      commit(kafka, 2);
    }

    long begin = System.nanoTime();
    EmbeddedKafka kafka = EmbeddedKafka.start(settings);
    try (kafka) {
      assertThat(kafka.clusterId()).isEqualTo(clusterId);
      assertThat(kafka.port()).isEqualTo(settings.port());
      assertThat(values(kafka, 3)).containsExactly("one", "two", "three");
      assertThat(committed(kafka)).isEqualTo(2);
      begin = System.nanoTime();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void what_was_acknowledged_before_kill_9_is_there_after_it() throws Exception {
    try (ChildJvm child = ChildJvm.running(Producing.class, temp)) {
      child.await("acknowledged");
      child.kill();
    }

    try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(temp))) {
      assertThat(values(kafka, 3)).containsExactly("a", "b", "c");
      assertThat(committed(kafka)).isEqualTo(1);
    }
  }

  @Test
  void records_of_a_mebibyte_and_more_are_taken_and_groups_of_the_new_protocol_work() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(temp))) {
      createTopic(kafka);
      byte[] large = new byte[3 << 20];
      try (var producer = new KafkaProducer<byte[], byte[]>(
          Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 4 << 20),
          new ByteArraySerializer(), new ByteArraySerializer())) {
        producer.send(new ProducerRecord<>(TOPIC, large)).get(10, TimeUnit.SECONDS);
      }

      try (var consumer = new KafkaConsumer<byte[], byte[]>(
          Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "new", "group.protocol",
              "consumer",
              "auto.offset.reset", "earliest"),
          new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        consumer.subscribe(List.of(TOPIC));
        assertThat(poll(consumer, 1)).singleElement()
            .satisfies(value -> assertThat(value).hasSize(large.length));
      }
    }
  }

  @Test
  void a_taken_port_is_named_and_the_directory_is_free_again() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      KafkaSettings settings = KafkaSettings.in(temp).withPort(other.getLocalPort());

      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> EmbeddedKafka.start(settings)).isInstanceOf(PortTakenException.class)
            .hasMessageContaining("port " + other.getLocalPort() + " for Kafka is taken");
      }
    }
  }

  @Test
  void a_second_broker_on_the_directory_is_refused() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(temp))) {
      assertThatThrownBy(() -> EmbeddedKafka.start(KafkaSettings.in(kafka.directory())))
          .isInstanceOf(DataDirectoryException.class)
          .hasMessageContaining("in use by this process");
    }
  }

  /** A broker that has three records acknowledged and one offset committed, and waits to be killed. */
  static final class Producing {

    public static void main(String[] arguments) throws Exception {
      EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(Path.of(arguments[0])));
      createTopic(kafka);
      produce(kafka, List.of("a", "b", "c"));
      commit(kafka, 1);
      System.out.println("acknowledged=3");
      System.in.read();
    }
  }

  private static void createTopic(EmbeddedKafka kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(Set.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(10, TimeUnit.SECONDS);
    }
  }

  private static void produce(EmbeddedKafka kafka, List<String> values) throws Exception {
    try (var producer = new KafkaProducer<byte[], byte[]>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"), new ByteArraySerializer(),
        new ByteArraySerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(TOPIC, value.getBytes(StandardCharsets.UTF_8)))
            .get(10, TimeUnit.SECONDS);
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedKafka kafka) {
    var consumer = new KafkaConsumer<byte[], byte[]>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "reader", "enable.auto.commit",
            false),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(Set.of(PARTITION));
    return consumer;
  }

  private static void commit(EmbeddedKafka kafka, long offset) {
    try (var consumer = consumer(kafka)) {
      consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(offset)), Duration.ofSeconds(20));
    }
  }

  private static long committed(EmbeddedKafka kafka) {
    try (var consumer = consumer(kafka)) {
      return Objects
          .requireNonNull(consumer.committed(Set.of(PARTITION), Duration.ofSeconds(20)).get(PARTITION))
          .offset();
    }
  }

  private static List<String> values(EmbeddedKafka kafka, int count) {
    try (var consumer = consumer(kafka)) {
      consumer.seekToBeginning(Set.of(PARTITION));
      return poll(consumer, count).stream()
          .map(value -> new String(value, StandardCharsets.UTF_8))
          .toList();
    }
  }

  private static List<byte[]> poll(KafkaConsumer<byte[], byte[]> consumer, int count) {
    List<byte[]> values = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (values.size() < count && System.nanoTime() < deadline) {
      consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
    }
    return values;
  }
}
