package org.jamtart.query.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.query.live.Passage.Missing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all partitions of the log from a place on, in no group. For one thread. */
final class LogReader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogReader.class);
  private static final int FETCH_BYTES = 4 * 1024 * 1024;
  private static final int POLL_RECORDS = 200;
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final LogIdentity identity;
  private final List<TopicPartition> partitions;
  private final KafkaConsumer<byte[], byte[]> consumer;

  LogReader(LogSettings settings, LogIdentity identity, String clientId) {
    this.identity = identity;
    this.partitions = IntStream.range(0, identity.partitions())
        .mapToObj(number -> new TopicPartition(settings.topic(), number))
        .toList();
    Map<String, Object> config = LogClients.consumerConfig(settings, clientId);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    this.consumer = new KafkaConsumer<>(config);
    consumer.assign(partitions);
  }

  /** Goes behind everything that is in the log now. */
  StreamPosition toEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    ends.forEach(consumer::seek);
    return new StreamPosition(identity.number(), offsets(ends), new int[partitions.size()]);
  }

  /**
   * Goes to a place.
   *
   * @return what the log does not have any more of what stood behind it: {@link #poll} will go on behind that
   * @throws BadPositionException when the place is behind the log's end
   */
  List<Missing> to(StreamPosition position) throws BadPositionException {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions);
    List<Missing> missing = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      long offset = position.offset(partition.partition());
      long first = firsts.getOrDefault(partition, 0L);
      if (offset > ends.getOrDefault(partition, 0L)) {
        throw new BadPositionException("behind the end of the log");
      }
      consumer.seek(partition, Math.max(offset, first));
      if (offset < first) {
        missing.add(new Missing(partition.partition(), offset, first));
      }
    }
    return missing;
  }

  /**
   * Hands on what comes within a time.
   *
   * @param missing gets what the log lost before it was read
   * @return how many records came
   */
  int poll(Duration atMost, Consumer<ConsumerRecord<byte[], byte[]>> records,
      Consumer<List<Missing>> missing) {
    ConsumerRecords<byte[], byte[]> found;
    try {
      found = consumer.poll(atMost);
    } catch (OffsetOutOfRangeException e) {
      missing.accept(leap(e.offsetOutOfRangePartitions()));
      return 0;
    }
    found.forEach(records);
    return found.count();
  }

  private List<Missing> leap(Map<TopicPartition, Long> lost) {
    Map<TopicPartition, Long> firsts = consumer.beginningOffsets(lost.keySet());
    List<Missing> missing = new ArrayList<>();
    lost.forEach((partition, offset) -> {
      long first = firsts.getOrDefault(partition, offset);
      if (first < offset) { // the log was cut at its end, by a leader that did not have it all
        log.error("event=log-cut partition={} offset={} first={}", partition.partition(), offset, first);
        throw new IllegalStateException("partition " + partition + " ends before offset " + offset);
      }
      consumer.seek(partition, first);
      missing.add(new Missing(partition.partition(), offset, first));
    });
    return missing;
  }

  /** Lets {@link #poll} end with a {@link WakeupException}; from any thread. */
  void wake() {
    consumer.wakeup();
  }

  private long[] offsets(Map<TopicPartition, Long> of) {
    Map<Integer, Long> byNumber = new HashMap<>();
    of.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
    return IntStream.range(0, partitions.size()).mapToLong(i -> byNumber.getOrDefault(i, 0L)).toArray();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
