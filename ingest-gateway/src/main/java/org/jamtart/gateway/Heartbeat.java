package org.jamtart.gateway;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jamtart.gateway.publish.LogWriter;
import org.jamtart.log.GatewayState;
import org.jamtart.log.GatewayState.Phase;
import org.jamtart.log.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log that this gateway lives: at start, every few seconds, at stop. */
final class Heartbeat {

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  private static final long INTERVAL_MICROS = TimeUnit.SECONDS.toMicros(GatewayState.INTERVAL_SECONDS);

  private final UUID gateway;
  private final String name;
  private final LogWriter writer;
  private final IntSupplier connections;
  private final InstantSource clock;
  private final long startedAt;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private boolean started;
  private boolean stopped;
  private final ScheduledExecutorService timer = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("gateway-heartbeat").factory());

  Heartbeat(UUID gateway, String name, LogWriter writer, IntSupplier connections, InstantSource clock) {
    this.gateway = gateway;
    this.name = name;
    this.writer = writer;
    this.connections = connections;
    this.clock = clock;
    this.startedAt = micros(clock.instant());
  }

  synchronized void start() {
    started = true;
    send(Phase.START);
    timer.scheduleAtFixedRate(this::beat, GatewayState.INTERVAL_SECONDS, GatewayState.INTERVAL_SECONDS,
        TimeUnit.SECONDS);
  }

  /** Old beats tell nothing, so none is added to one that the log has not taken yet. */
  private synchronized void beat() {
    if (!stopped && !underWay.get()) {
      send(Phase.BEAT);
    }
  }

  /** The last one; none follows it. */
  synchronized void stop() {
    stopped = true;
    timer.shutdownNow();
    if (started) {
      send(Phase.STOP);
    }
  }

  private void send(Phase phase) {
    underWay.set(true);
    var state = new GatewayState(name, phase, startedAt, connections.getAsInt());
    long now = micros(clock.instant());
    writer.write(new LogRecord.Heartbeat(gateway, now, state), failure -> {
      underWay.set(false);
      if (failure != null) {
        log.warn("event=heartbeat-failed phase={} cause=\"{}\"", phase.key(), failure.getMessage());
      } else if (micros(clock.instant()) - now >= INTERVAL_MICROS) {
        // The log was away, and by this beat's time the gateway would pass for dead until the next one.
        beat();
      }
    });
  }

  private static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1000;
  }
}
