package org.jamtart.persister.intake;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.persister.batch.Ledger;
import org.jamtart.persister.position.LogPositions;
import org.jamtart.persister.position.LogPositions.Bounds;
import org.jamtart.persister.position.LogPositions.Position;
import org.jamtart.persister.position.LogRefusedException;
import org.jamtart.persister.position.LogTail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that one consumer has: opened by their rows, read from there, committed to Kafka behind the tables.
 * Works on the consumer's thread alone.
 */
final class Assignment {

  private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(3);

  private final String topic;
  private final LogPositions positions;
  private final Ledger ledger;
  private final Progress progress;
  private final Delays delays;
  private final Rest rest;
  private final Set<Integer> unopened = new TreeSet<>();
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
  private long tryAgainAt;
  private long lookAt = System.nanoTime() + LOOK_INTERVAL.toNanos();
  private String trouble = "";
  private boolean committing = true;
  private long generation;

  Assignment(LogPositions positions, Ledger ledger, Progress progress, Delays delays, Rest rest) {
    this.topic = positions.topic().name();
    this.positions = positions;
    this.ledger = ledger;
    this.progress = progress;
    this.delays = delays;
    this.rest = rest;
  }

  /** These partitions came. */
  void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    generation += partitions.isEmpty() ? 0 : 1;
    partitions.forEach(partition -> unopened.add(partition.partition()));
    openAll(consumer);
    commit(consumer);
    if (!partitions.isEmpty()) {
      LOG.info("event=partitions_assigned partitions={} total={}", numbers(partitions),
          consumer.assignment().size());
    }
  }

  /** These partitions went. */
  void revoked(Collection<TopicPartition> partitions) {
    generation += partitions.isEmpty() ? 0 : 1;
    for (TopicPartition partition : partitions) {
      ledger.forget(partition.partition());
      progress.forget(partition.partition());
      unopened.remove(partition.partition());
      uncommitted.remove(partition);
    }
    if (!partitions.isEmpty()) {
      LOG.info("event=partitions_revoked partitions={}", numbers(partitions));
    }
  }

  /**
   * Before a poll: does what could not be done before, and looks now and then whether the rows are where they were left.
   *
   * @return whether some were not, so that what is known of their sessions is not true any more
   */
  boolean settle(Consumer<?, ?> consumer) {
    if (!unopened.isEmpty() && System.nanoTime() - tryAgainAt >= 0) {
      openAll(consumer);
    }
    boolean moved = System.nanoTime() - lookAt >= 0 && look(consumer);
    commit(consumer);
    return moved;
  }

  /**
   * A failover or a restore can set rows back while nothing is written, and no transaction would tell: Kafka's offsets
   * would say that everything is stored.
   */
  private boolean look(Consumer<?, ?> consumer) {
    try {
      Set<Integer> moved = ledger.movedFrom(positions.next(ledger.partitions()));
      trouble = "";
      lookAt = System.nanoTime() + LOOK_INTERVAL.toNanos();
      if (moved.isEmpty()) {
        return false;
      }
      LOG.warn("event=positions_moved partitions={}", moved);
      reopen(consumer, moved);
      return true;
    } catch (SQLException e) {
      trouble = "the rows of partitions cannot be read: " + e.getMessage();
      lookAt = System.nanoTime() + delays.next().toNanos();
      return false;
    }
  }

  /** Why rows cannot be read; empty if they can. */
  String trouble() {
    return unopened.isEmpty() ? trouble : "the positions of partitions cannot be read";
  }

  /** Another number after partitions came or went. */
  long generation() {
    return generation;
  }

  /** The row of a partition is not where it was, or the log does not reach back to it: it is read again. */
  void reopen(Consumer<?, ?> consumer, Collection<Integer> partitions) {
    for (int partition : partitions) {
      ledger.forget(partition);
      if (consumer.assignment().contains(new TopicPartition(topic, partition))) {
        unopened.add(partition);
      }
    }
    openAll(consumer);
  }

  /**
   * Goes back to where the tables are. That can be further than what was committed, since the transactions before the
   * one that failed are in the tables, and maybe nothing comes after them.
   */
  void rewind(Consumer<?, ?> consumer) {
    for (TopicPartition partition : consumer.assignment()) {
      ledger.next(partition.partition()).ifPresent(offset -> {
        consumer.seek(partition, offset);
        uncommitted.put(partition, new OffsetAndMetadata(offset));
      });
    }
    lookAt = System.nanoTime(); // what failed may have been a failover
  }

  /** The records that follow on the ledger; others were stored before, or are of partitions that are not ours to write. */
  List<ConsumerRecord<byte[], byte[]>> due(List<ConsumerRecord<byte[], byte[]>> records) {
    boolean all = true;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      all &= isDue(record);
    }
    return all ? records : records.stream().filter(this::isDue).toList();
  }

  private boolean isDue(ConsumerRecord<byte[], byte[]> record) {
    OptionalLong next = ledger.next(record.partition());
    return next.isPresent() && record.offset() >= next.getAsLong();
  }

  /** The records of a poll are stored up to what the ledger says. */
  void stored(Consumer<?, ?> consumer, List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      long next = ledger.next(record.partition()).orElse(0);
      if (record.offset() < next) { // a reader that is being stopped leaves the others to its successor
        progress.stored(record.partition(), record.timestamp());
        uncommitted.put(new TopicPartition(topic, record.partition()), new OffsetAndMetadata(next));
      }
    }
    commit(consumer);
  }

  private void openAll(Consumer<?, ?> consumer) {
    if (unopened.isEmpty()) {
      return;
    }
    List<TopicPartition> partitions = unopened.stream()
        .map(number -> new TopicPartition(topic, number))
        .toList();
    try {
      open(consumer, partitions);
      unopened.clear();
      if (rest.isOver()) { // else they rest with the others, and end it with them
        consumer.resume(partitions);
      }
    } catch (LogRefusedException e) {
      consumer.pause(partitions);
      consumer.seekToBeginning(partitions);
      throw e;
    } catch (SQLException | RuntimeException e) {
      // Without a position Kafka's consumer would stop for good; what it reads from here is not due and not stored.
      consumer.pause(partitions);
      consumer.seekToBeginning(partitions);
      Duration delay = delays.next();
      tryAgainAt = System.nanoTime() + delay.toNanos();
      LOG.warn("event=positions_unavailable partitions={} retry_ms={} error={}", numbers(partitions),
          delay.toMillis(),
          e.toString());
    }
  }

  private void open(Consumer<?, ?> consumer, List<TopicPartition> partitions) throws SQLException {
    Map<Integer, Position> found = positions.open(numbers(partitions), () -> bounds(consumer, partitions));
    Set<Integer> replaced = LogTail.seek(consumer, topic, found);
    if (!replaced.isEmpty()) {
      throw LogTail.refusal(replaced);
    }
    for (var opened : found.entrySet()) {
      var partition = new TopicPartition(topic, opened.getKey());
      Position position = opened.getValue();
      if (position.lost() > 0) {
        LOG.error("event=log_gap partition={} from_offset={} to_offset={} lost_records={}", opened.getKey(),
            position.lostFrom(), position.next(), position.lost());
        progress.gap();
      }
      ledger.set(opened.getKey(), position.next());
      progress.opened(opened.getKey(), position.storedUntil());
      uncommitted.put(partition, new OffsetAndMetadata(position.next()));
    }
    delays.reset();
  }

  private static Map<Integer, Bounds> bounds(Consumer<?, ?> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<Integer, Bounds> bounds = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      bounds.put(partition.partition(),
          new Bounds(firsts.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L)));
    }
    return bounds;
  }

  /**
   * The tables are ahead of Kafka's offsets for a moment, in which the next transaction is under way already: the answer comes with
   * a later poll. What could not be committed is committed before another.
   */
  private void commit(Consumer<?, ?> consumer) {
    if (uncommitted.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(uncommitted);
    uncommitted.clear();
    try {
      consumer.commitAsync(offsets, (sent, failure) -> committed(offsets.keySet(), failure));
    } catch (KafkaException e) {
      committed(offsets.keySet(), e);
    }
  }

  private void committed(Set<TopicPartition> partitions, @Nullable Exception failure) {
    if (failure != null) {
      if (committing) { // once, not with every poll for as long as it lasts
        LOG.info("event=commit_later partitions={} reason={}", partitions.size(), failure.toString());
      }
      for (TopicPartition partition : partitions) { // where they stand by now, unless they are gone
        ledger.next(partition.partition())
            .ifPresent(next -> uncommitted.put(partition, new OffsetAndMetadata(next)));
      }
    }
    committing = failure == null;
  }

  private static List<Integer> numbers(Collection<TopicPartition> partitions) {
    List<Integer> numbers = new ArrayList<>();
    partitions.forEach(partition -> numbers.add(partition.partition()));
    numbers.sort(null);
    return numbers;
  }
}
