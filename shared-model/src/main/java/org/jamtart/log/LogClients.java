package org.jamtart.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients with the settings that the log's promises rest on. */
public final class LogClients {

  /** Largest record that a producer sends and a broker must take, in bytes: a run or one frame, headers included. */
  public static final int MAX_RECORD_BYTES = 1024 * 1024;

  private static final long METADATA_POLL_MILLIS = 20;

  private LogClients() {}

  /** An administration client; the caller closes it, which takes a second at most. Thread-safe. */
  public static Admin admin(LogSettings settings, String clientId) {
    return new BriefAdmin(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers(),
        AdminClientConfig.CLIENT_ID_CONFIG, clientId));
  }

  /**
   * A producer that neither blocks nor gives up: {@code send} throws at once when it has no metadata or no memory, and
   * a send that was taken is tried until it is acknowledged by all replicas, in order, once. It is not transactional:
   * a transaction's marker takes an offset that no reader can commit, and flush would never be complete.
   *
   * <p>The topic's metadata is there when this returns, and is kept however long nothing is sent.
   *
   * @param bufferBytes memory for records that are not acknowledged; above the caller's own bound on them
   * @param overrides   settings of the producer that differ from the ones here
   * @throws TimeoutException when the cluster did not tell about the topic within the time
   */
  public static KafkaProducer<byte[], byte[]> producer(LogSettings settings, String clientId,
      long bufferBytes,
      Map<String, Object> overrides, Duration timeout) throws InterruptedException, TimeoutException {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, (long) Integer.MAX_VALUE);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 4L);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    config.putAll(overrides);
    var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      awaitMetadata(producer, settings, timeout);
      return producer;
    } catch (InterruptedException | TimeoutException | RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** Asks again and again, since a producer that never blocks does not wait for the answer. */
  private static void awaitMetadata(KafkaProducer<byte[], byte[]> producer, LogSettings settings,
      Duration timeout)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        producer.partitionsFor(settings.topic());
        return;
      } catch (org.apache.kafka.common.errors.TimeoutException e) {
        if (System.nanoTime() >= deadline) {
          throw new TimeoutException("no metadata of topic " + settings.topic() + " from "
              + settings.bootstrapServers() + " after " + timeout.toSeconds() + " s");
        }
        TimeUnit.MILLISECONDS.sleep(METADATA_POLL_MILLIS);
      }
    }
  }

  /**
   * What every reader of the log needs. Where to begin is never left to Kafka: {@code auto.offset.reset=none}.
   */
  public static Map<String, Object> consumerConfig(LogSettings settings, String clientId) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    return config;
  }
}
