package org.jamtart.persister.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.jamtart.persister.PersisterSettings;

/**
 * Puts as many polls together as fill a transaction. One poll is kept small, since its bytes cannot be bounded
 * beforehand; a transaction of so few records would spend more on what it says of sessions than on events. Waits for
 * nothing: what the consumer does not have yet comes with the next transaction.
 */
final class Polls {

  private final long mostRecords;
  private final long mostBytes;

  Polls(PersisterSettings settings) {
    // Every record has at least one frame.
    this.mostRecords = settings.maxEventsPerTransaction();
    this.mostBytes = settings.maxBytesPerTransaction().toBytes();
  }

  /** The records of a poll and what follows on them, in the order of each partition; partitions may have gone since. */
  List<ConsumerRecord<byte[], byte[]>> fill(List<ConsumerRecord<byte[], byte[]>> first,
      Consumer<?, ?> consumer) {
    long bytes = bytes(first);
    if (first.size() >= mostRecords || bytes >= mostBytes) {
      return first;
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(first);
    while (records.size() < mostRecords && bytes < mostBytes) {
      List<ConsumerRecord<byte[], byte[]>> more = poll(consumer);
      if (more.isEmpty()) {
        break;
      }
      records.addAll(more);
      bytes += bytes(more);
    }
    return records;
  }

  private static List<ConsumerRecord<byte[], byte[]>> poll(Consumer<?, ?> consumer) {
    try {
      @SuppressWarnings("unchecked") // the container's consumer is of bytes
      ConsumerRecords<byte[], byte[]> polled = ((Consumer<byte[], byte[]>) consumer).poll(Duration.ZERO);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(polled.count());
      polled.forEach(records::add);
      return records;
    } catch (WakeupException e) {
      return List.of(); // the container is being stopped, and looks for itself
    }
  }

  private static long bytes(List<ConsumerRecord<byte[], byte[]>> records) {
    long bytes = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      bytes += record.value() == null ? 0 : record.value().length;
    }
    return bytes;
  }
}
