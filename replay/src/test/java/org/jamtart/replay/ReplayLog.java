package org.jamtart.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogSettings;
import org.jamtart.replay.range.LogRange;
import org.jamtart.replay.range.RangePlan;
import org.jamtart.testsupport.TestScope;

/** One topic of a test: written as gateways would, read by a plain consumer. */
final class ReplayLog {

  final LogSettings settings;

  ReplayLog(TestScope scope, String topic) {
    settings = new LogSettings(scope.bootstrapServers(), topic, scope.group(), 0, 0, Duration.ofDays(7), 0);
  }

  ReplayLog write(Talk... talks) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (Talk talk : talks) {
      talk.records.forEach(record -> records.add(LogCodec.encode(settings.topic(), record)));
    }
    return send(records);
  }

  ReplayLog send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = LogClients.producer(settings, "test", 64 << 20, Map.of(),
        Duration.ofSeconds(30))) {
      List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
      producer.flush();
      for (Future<RecordMetadata> one : sent) {
        one.get(30, TimeUnit.SECONDS);
      }
    }
    return this;
  }

  RangePlan plan(long fromMicros, long toMicros) {
    return RangePlan.of(settings, new LogRange(instant(fromMicros), instant(toMicros), Set.of()));
  }

  static Instant instant(long micros) {
    return Instant.ofEpochMilli(micros / 1000);
  }

  /** Every record, partition by partition. */
  List<ConsumerRecord<byte[], byte[]>> read() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer = new KafkaConsumer<>(
        Map.<String, Object>of("bootstrap.servers", settings.bootstrapServers(), "enable.auto.commit", false),
        new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = consumer.partitionsFor(settings.topic())
          .stream()
          .map(info -> new TopicPartition(settings.topic(), info.partition()))
          .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    records.sort((a, b) -> a.partition() != b.partition()
        ? Integer.compare(a.partition(), b.partition())
        : Long.compare(a.offset(), b.offset()));
    return records;
  }
}
