package org.jamtart.replay.range;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.log.LogSettings;
import org.jamtart.replay.ReplayException;

/**
 * Reads the records of spans, each partition in its order, in no consumer group. What retention drops while it reads is
 * passed over and counted. One thread.
 */
public final class RangeReader implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private long lost;

  public RangeReader(LogSettings log, String clientId, Collection<Span> spans) {
    this.consumer = new KafkaConsumer<>(RangePlan.config(log, clientId));
    for (Span span : spans) {
      if (span.records() > 0) {
        ends.put(new TopicPartition(log.topic(), span.partition()), span.end());
      }
    }
    consumer.assign(ends.keySet());
    for (Span span : spans) {
      if (span.records() > 0) {
        consumer.seek(new TopicPartition(log.topic(), span.partition()), span.first());
      }
    }
  }

  /** Whether everything was read. */
  public boolean done() {
    return ends.isEmpty();
  }

  /** Records that were dropped before they could be read. */
  public long lost() {
    return lost;
  }

  /**
   * The next records, whatever their time; empty when none came within the wait.
   *
   * @throws ReplayException when the log ends before what is to be read
   */
  public List<ConsumerRecord<byte[], byte[]>> poll(Duration wait) {
    List<ConsumerRecord<byte[], byte[]>> due = new ArrayList<>();
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
        Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
        if (end != null && record.offset() < end) {
          due.add(record);
        }
      }
    } catch (OffsetOutOfRangeException e) {
      skipDropped(e);
    }
    retire();
    return due;
  }

  private void skipDropped(OffsetOutOfRangeException e) {
    var begins = consumer.beginningOffsets(e.partitions());
    e.offsetOutOfRangePartitions().forEach((partition, offset) -> {
      long first = begins.getOrDefault(partition, 0L);
      if (first <= offset) {
        throw new ReplayException(partition + " ends before offset " + offset
            + ", from which it was to be read: the log is another one than when the range was looked up");
      }
      lost += Math.min(first, ends.getOrDefault(partition, first)) - offset;
      consumer.seek(partition, first);
    });
  }

  private void retire() {
    if (ends.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue())) {
      consumer.assign(ends.keySet());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
