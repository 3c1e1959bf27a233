package org.jamtart.gateway.publish;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogSettings;
import org.jamtart.log.LogTopic;
import org.jspecify.annotations.Nullable;

/**
 * Writes to Kafka and knows what is not acknowledged. When the producer cannot take a record at present, as when its
 * metadata went with the brokers, the record and all after it wait until it can. Thread-safe.
 */
public final class LogPublisher implements LogWriter, AutoCloseable {

  /** A batch is allotted whole, so the producer's memory is used by half in the worst case. */
  private static final long WASTE = 2;
  private static final long BATCH_BYTES = 128 * 1024;
  private static final long SLACK_BYTES = 16 * 1024 * 1024;

  private final LogSettings settings;
  private final String clientId;
  private final long unacknowledgedBytes;
  private final LongSupplier nanos;
  private final Set<Sent> pending = ConcurrentHashMap.newKeySet();
  private final Backlog backlog = new Backlog(this::trySend);
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder acknowledgeNanos = new LongAdder();
  private volatile @Nullable Producer<byte[], byte[]> producer;
  private volatile boolean failing;

  /**
   * @param unacknowledgedBytes the bound on what callers have not acknowledged, in bytes
   * @param nanos               a clock that only goes forward
   */
  public LogPublisher(LogSettings settings, String clientId, long unacknowledgedBytes, LongSupplier nanos) {
    this.settings = settings;
    this.clientId = clientId;
    this.unacknowledgedBytes = unacknowledgedBytes;
    this.nanos = nanos;
  }

  /**
   * Makes the topic where it is missing, waits for its leaders, and opens the producer.
   *
   * @throws TimeoutException when the log is not ready within the time
   */
  public void connect(Duration timeout) throws InterruptedException, TimeoutException {
    long deadline = nanos.getAsLong() + timeout.toNanos();
    long bufferBytes;
    Admin admin = LogClients.admin(settings, clientId + "-admin");
    try {
      LogTopic topic = LogTopic.ensure(admin, settings, timeout);
      bufferBytes = WASTE * unacknowledgedBytes + topic.partitions() * BATCH_BYTES + SLACK_BYTES;
    } finally {
      admin.close(Duration.ZERO); // without a time it waits for requests that nobody answers
    }
    Duration left = Duration.ofNanos(Math.max(TimeUnit.SECONDS.toNanos(1), deadline - nanos.getAsLong()));
    connect(LogClients.producer(settings, clientId, bufferBytes, Map.of(), left));
  }

  void connect(Producer<byte[], byte[]> to) {
    producer = to;
  }

  @Override
  public void write(LogRecord record, Acknowledgement then) {
    ProducerRecord<byte[], byte[]> encoded = LogCodec.encode(settings.topic(), record);
    var sent = new Sent(encoded, nanos.getAsLong(), then, this::settled);
    pending.add(sent);
    // Records of one key come one after the other, so their order is kept: whoever finds the backlog empty has no record
    // of its own in it.
    if (!backlog.isEmpty() || !trySend(sent)) {
      backlog.add(sent);
    }
  }

  /** False when the producer cannot take it at present. */
  private boolean trySend(Sent sent) {
    Producer<byte[], byte[]> to = producer;
    if (to == null) {
      sent.settle(new IllegalStateException("the log is not connected"));
      return true;
    }
    return sent.over(to);
  }

  private void settled(Sent sent, @Nullable Exception failure) {
    pending.remove(sent);
    failing = failure != null;
    (failure == null ? acknowledged : failed).increment();
    acknowledgeNanos.add(nanos.getAsLong() - sent.since());
  }

  /** Records that were given to {@link #write} and are not settled. */
  public int pending() {
    return pending.size();
  }

  /** Completes when every record that is pending now is settled; none of them waits any longer to be sent with others. */
  public CompletableFuture<?> settled() {
    CompletableFuture<?> all = CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new));
    Producer<byte[], byte[]> to = producer;
    if (to != null && !all.isDone()) {
      Thread.ofVirtual().name(clientId + "-send").start(() -> send(to));
    }
    return all;
  }

  /** Returns when all is sent and answered, which can take as long as Kafka is away. */
  private static void send(Producer<byte[], byte[]> to) {
    try {
      to.flush();
    } catch (KafkaException e) {
      // The producer was closed meanwhile: each record is told what became of it, and nobody waits for this.
    }
  }

  /** How long the oldest pending record has waited; zero when none is pending. */
  public Duration oldestPending() {
    long now = nanos.getAsLong();
    return Duration.ofNanos(pending.stream().mapToLong(sent -> now - sent.since()).max().orElse(0));
  }

  /** Whether the last record that was settled failed. */
  public boolean failing() {
    return failing;
  }

  /** Whether {@link #connect} succeeded and {@link #close} was not called. */
  public boolean connected() {
    return producer != null;
  }

  /** Records that the log acknowledged. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Records that failed for good. */
  public long failed() {
    return failed.sum();
  }

  /** Time from sending to settling, summed over all settled records, in seconds. */
  public double acknowledgeSeconds() {
    return acknowledgeNanos.sum() / 1e9;
  }

  /** Gives up on what is pending: wait for {@link #settled} before. */
  @Override
  public void close() {
    Producer<byte[], byte[]> open = producer;
    producer = null;
    backlog.close();
    if (open != null) {
      open.close(Duration.ZERO);
    }
  }
}
