package org.jamtart.replay.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.replay.ReplayException;
import org.jamtart.replay.range.LogRange;
import org.jamtart.replay.range.RangePlan;
import org.jamtart.replay.range.RangeReader;
import org.jspecify.annotations.Nullable;

/**
 * Adds the records of an export to a log, as they were. What the log has is left out, so that an import that was
 * interrupted, or a second one, does the rest or nothing. Before the first record is written the whole file was read and
 * found to fit. One thread, but for {@link #stop} and {@link #counters}.
 */
public final class Import {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long BUFFER = 64L << 20;
  private static final long PROGRESS_EVERY = 1_000;

  private final LogSettings log;
  private final Clock clock;
  private final TransferCounters counters = new TransferCounters();
  private volatile boolean stopped;

  public Import(LogSettings log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** What it has done so far. */
  public TransferCounters counters() {
    return counters;
  }

  /** Makes {@link #run} end soon; a later run does the rest. */
  public void stop() {
    stopped = true;
  }

  /** What a look through the file found. */
  private record Content(long records, long first, long last) {}

  /**
   * Adds what is missing.
   *
   * @param retention how long the log keeps a record: older ones would be dropped at once, and are refused
   * @throws ReplayException when the file is damaged or does not fit the log; nothing was written then
   */
  public void run(Path file, Duration retention) throws IOException, InterruptedException {
    Content content = look(file);
    if (content.records() == 0) {
      return;
    }
    Instant horizon = clock.instant().minus(retention);
    if (Instant.ofEpochMilli(content.first()).isBefore(horizon)) {
      throw new ReplayException(
          "the oldest record of " + file + " is of " + Instant.ofEpochMilli(content.first())
              + ", and the log keeps records for " + retention
              + ": raise tart.log.retention and restart the gateways, then import");
    }
    RangePlan plan = RangePlan.of(log,
        new LogRange(Instant.ofEpochMilli(content.first()),
            Instant.ofEpochMilli(Math.max(content.last(), clock.millis()) + 1), Set.of()));
    check(file, present(plan));
    write(file, present(plan));
  }

  private static Content look(Path file) throws IOException {
    long records = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (var reader = new LogFileReader(file)) {
      for (FileRecord record = reader.next(); record != null; record = reader.next()) {
        records++;
        first = Math.min(first, record.timestamp());
        last = Math.max(last, record.timestamp());
      }
    }
    return new Content(records, first, last);
  }

  private Presence present(RangePlan plan) {
    var presence = new Presence();
    try (var reader = new RangeReader(log, "tart-import", plan.spans())) {
      while (!reader.done()) {
        reader.poll(POLL).forEach(presence::add);
      }
    }
    return presence;
  }

  /** Whether every record is new or there, in the order in which they would be written. */
  private void check(Path file, Presence presence) throws IOException {
    try (var reader = new LogFileReader(file)) {
      for (FileRecord record = reader.next(); record != null; record = reader.next()) {
        ConsumerRecord<byte[], byte[]> consumed = record.asConsumed(log.topic());
        switch (presence.judge(consumed)) {
          case NEW -> presence.add(consumed);
          case PRESENT -> {
            // left out
          }
          case TOO_LATE -> throw new ReplayException("the record of " + file + " from partition "
              + record.partition() + ", offset " + record.offset() + ", belongs before records that topic "
              + log.topic() + " has already: import into another topic (tart.log.topic)");
        }
      }
    }
  }

  private void write(Path file, Presence presence) throws IOException, InterruptedException {
    AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
    long written = 0;
    long bytes = 0;
    try (KafkaProducer<byte[], byte[]> producer = producer(); var reader = new LogFileReader(file)) {
      for (FileRecord record = reader.next(); record != null && !stopped
          && failed.get() == null; record = reader.next()) {
        counters.read(1);
        ConsumerRecord<byte[], byte[]> consumed = record.asConsumed(log.topic());
        if (presence.judge(consumed) == Presence.Verdict.PRESENT) {
          counters.wasThere();
          continue;
        }
        presence.add(consumed);
        var unused = producer.send(record.toProduce(log.topic()), (where, problem) -> {
          if (problem != null) {
            failed.compareAndSet(null, problem);
          }
        });
        written++;
        bytes += record.value() == null ? 0 : record.value().length;
        if (written % PROGRESS_EVERY == 0) {
          counters.kept(written, bytes);
        }
      }
      producer.flush();
    } catch (KafkaException e) {
      failed.compareAndSet(null, e);
    }
    Exception problem = failed.get();
    if (problem != null) {
      throw new ReplayException("the log did not take all records: " + problem
          + "; import again when it is well, it goes on where it stopped", problem);
    }
    counters.kept(written, bytes);
  }

  private KafkaProducer<byte[], byte[]> producer() throws InterruptedException {
    try {
      return LogClients.producer(log, "tart-import", BUFFER,
          Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis()), PATIENCE);
    } catch (TimeoutException e) {
      throw new ReplayException("the log does not answer: " + e.getMessage(), e);
    }
  }
}
