package org.jamtart.persister.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.batch.BatchStore;
import org.jamtart.persister.batch.StoreParts;
import org.jamtart.persister.position.LogRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/**
 * The consumers of this process: each a container, a thread, and a store of its own.
 *
 * <p>They speak Kafka's classic group protocol with cooperative rebalancing. The new one assigns faster, but leaves a
 * member that was killed its partitions for the broker's session timeout, whose least value is 45 s unless the broker
 * is configured otherwise; here it is 10 s, and with {@code instance-id} a process that comes back has them at once.
 */
public final class Intake implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final int SESSION_TIMEOUT_MS = 10_000;
  /**
   * A rebalance waits so long for a member that does not come, and a member so long for an answer to its joining: Kafka's 5
   * minutes would leave partitions standing as long when an answer is lost with a broker that is killed. Longer than one try of
   * a transaction, which the socket's timeout ends after 60 s.
   */
  private static final int MAX_POLL_INTERVAL_MS = 90_000;
  /**
   * Kafka counts the bytes of a fetch as they are compressed, and frames of zeros shrink to a two-hundredth: only the
   * number of records bounds what a poll takes of the heap. A hundred of the largest are 100 MB; {@link Polls} puts
   * polls of small ones together.
   */
  private static final int POLL_RECORDS = 100;
  private static final int FETCH_BYTES = 2 << 20;
  private static final int PARTITION_FETCH_BYTES = 256 << 10;
  private static final long STOP_MS = 10_000;

  private final LogSettings log;
  private final PersisterSettings settings;
  private final StoreParts parts;
  private final Progress progress;
  private final ScheduledExecutorService scheduler;
  private final List<ReaderState> states = new ArrayList<>();
  private final List<KafkaMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
  private volatile boolean running;
  private volatile boolean stopping;

  public Intake(LogSettings log, StoreParts parts, Progress progress, ScheduledExecutorService scheduler) {
    this.log = log;
    this.settings = parts.settings();
    this.parts = parts;
    this.progress = progress;
    this.scheduler = scheduler;
    for (int i = 0; i < settings.concurrency(); i++) {
      containers.add(container(i));
    }
  }

  private KafkaMessageListenerContainer<byte[], byte[]> container(int number) {
    var store = new BatchStore(parts, () -> stopping);
    var delays = new Delays(settings.retryMaxDelay());
    var state = new ReaderState(this::refused);
    var rest = new Rest(scheduler);
    var assignment = new Assignment(parts.positions(), store.ledger(), progress,
        new Delays(settings.retryMaxDelay()), rest);
    var reader = new PartitionReader(store, new Polls(settings), assignment, state, delays);
    var properties = new ContainerProperties(log.topic());
    properties.setMessageListener(reader);
    properties.setConsumerRebalanceListener(reader);
    properties.setAckMode(AckMode.MANUAL);
    properties.setPollTimeout(1_000);
    properties.setShutdownTimeout(STOP_MS);
    properties.setStopImmediate(false);
    var factory = new DefaultKafkaConsumerFactory<>(consumerConfig(number), new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
    var container = new KafkaMessageListenerContainer<>(factory, properties);
    container.setBeanName("tart-persister-" + number);
    container.setCommonErrorHandler(
        new PatientErrorHandler(store, assignment, state, progress, delays, rest));
    container.setBatchInterceptor(reader);
    states.add(state);
    return container;
  }

  private Map<String, Object> consumerConfig(int number) {
    Map<String, Object> config = new HashMap<>(LogClients.consumerConfig(log, "tart-persister-" + number));
    config.put(ConsumerConfig.GROUP_ID_CONFIG, log.group());
    config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(CooperativeStickyAssignor.class));
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MS / 4);
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MS);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    if (!settings.instanceId().isEmpty()) {
      config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instanceId() + "-" + number);
    }
    return config;
  }

  private void refused(LogRefusedException e) {
    LOG.error("event=log_refused message=\"{}\"", e.getMessage());
    scheduler.execute(this::stop);
  }

  @Override
  public void start() {
    running = true;
    stopping = false;
    containers.forEach(KafkaMessageListenerContainer::start);
    LOG.info("event=intake_started topic={} group={} consumers={}", log.topic(), log.group(),
        containers.size());
  }

  /** Ends after the transaction that each consumer is in. */
  @Override
  public void stop() {
    stopping = true;
    var stopped = new CountDownLatch(containers.size());
    containers.forEach(container -> container.stop(stopped::countDown));
    try {
      if (!stopped.await(STOP_MS, TimeUnit.MILLISECONDS)) {
        LOG.warn("event=intake_stop_timeout waited_ms={}", STOP_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Whether every consumer still works; one that Kafka fenced or that met an Error does not. */
  public boolean isAlive() {
    return running && containers.stream().allMatch(KafkaMessageListenerContainer::isRunning);
  }

  /** Whether every consumer has been given its partitions. */
  public boolean hasJoined() {
    return states.stream().allMatch(ReaderState::hasJoined);
  }

  /** What stops consumers at the moment; empty if nothing does. */
  public List<String> troubles() {
    return states.stream().map(ReaderState::trouble).filter(trouble -> !trouble.isEmpty()).toList();
  }
}
