package org.jamtart.persister.replay.rebuild;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.batch.TransientStoreException;

/** Reads one partition close behind the live tables. One thread. */
final class Follower implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
  private long next;

  Follower(LogSettings log, int partition, long next) {
    this.consumer = new KafkaConsumer<>(LogClients.consumerConfig(log, "tart-replay-follower"));
    this.partition = new TopicPartition(log.topic(), partition);
    this.next = next;
    consumer.assign(List.of(this.partition));
    consumer.seek(this.partition, next);
  }

  /** Offset of the next record to be given out. */
  long next() {
    return next;
  }

  /**
   * The records before an offset, at which the log has been already, or as many as are wanted of them.
   *
   * @throws TransientStoreException when they do not come in time, or are not in the log any more
   */
  List<ConsumerRecord<byte[], byte[]>> upTo(long end, int most, Duration patience) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (next < end && records.size() < most) {
        ConsumerRecord<byte[], byte[]> first = waiting.peek();
        if (first != null) {
          next = first.offset() < end ? first.offset() + 1 : end;
          if (first.offset() < end) {
            records.add(waiting.remove());
          }
        } else if (consumer.position(partition) >= end) {
          next = end;
        } else if (System.nanoTime() > deadline) {
          throw new TransientStoreException(new KafkaException(
              "the log does not give " + partition + " from " + next + " to " + end + " in " + patience));
        } else {
          consumer.poll(POLL).forEach(waiting::add);
        }
      }
      return records;
    } catch (KafkaException e) {
      throw new TransientStoreException(e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
