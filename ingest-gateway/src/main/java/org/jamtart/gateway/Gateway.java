package org.jamtart.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jamtart.gateway.publish.LogPublisher;
import org.jamtart.gateway.session.Connections;
import org.jamtart.gateway.session.Sessions;
import org.jamtart.gateway.session.TelemetryServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's life: first the log, then the listeners, then the heartbeat; and back. Starting waits for Kafka as long
 * as it takes, in a thread of its own; stopping takes the configured time at the most.
 */
public final class Gateway {

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);
  private static final Duration ONE_ATTEMPT = Duration.ofSeconds(5);
  private static final long BETWEEN_ATTEMPTS_SECONDS = 1;
  /** Of the time for stopping, what is kept for the acknowledgements after the nodes had theirs. */
  private static final int SHARE_FOR_ACKNOWLEDGEMENTS = 4;
  private static final Duration MOST_FOR_ACKNOWLEDGEMENTS = Duration.ofSeconds(2);

  /** Where it is in its life. */
  public enum Phase {
    STARTING, LISTENING, FAILED, DRAINING, STOPPED
  }

  private final GatewaySettings settings;
  private final LogPublisher publisher;
  private final TelemetryServer server;
  private final Connections connections;
  private final Heartbeat heartbeat;
  private final GatewayPorts ports;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);
  private final AtomicReference<@Nullable Exception> startFailure = new AtomicReference<>();
  private @Nullable Thread starter;

  Gateway(GatewaySettings settings, LogPublisher publisher, TelemetryServer server, Sessions sessions,
      GatewayPorts ports, InstantSource clock) {
    this.settings = settings;
    this.publisher = publisher;
    this.server = server;
    this.connections = sessions.open();
    this.ports = ports;
    this.heartbeat = new Heartbeat(sessions.gateway(), settings.name(), publisher, connections::size, clock);
  }

  /**
   * Begins to start.
   *
   * @param patience how long to wait for the start to be complete; it goes on in the background after that
   * @throws GatewayStartException when it is clear within that time that the gateway cannot listen
   */
  void start(Duration patience) throws InterruptedException {
    starter = Thread.ofPlatform().name("gateway-start").start(this::startUp);
    starter.join(patience);
    Exception failure = startFailure.get();
    if (failure != null) {
      throw new GatewayStartException("the gateway cannot listen on %s port %d%s: %s".formatted(
          settings.address(), settings.port(),
          settings.proxyPort() == null ? "" : " and " + settings.proxyPort(),
          failure.getMessage()), failure);
    }
  }

  private void startUp() {
    try {
      connect();
      if (!phase.compareAndSet(Phase.STARTING, Phase.LISTENING)) {
        return;
      }
      int port = server.listen(new InetSocketAddress(settings.address(), settings.port()), false);
      Integer proxyPort = settings.proxyPort() == null
          ? null
          : server.listen(new InetSocketAddress(settings.address(), settings.proxyPort()), true);
      heartbeat.start();
      log.info("event=gateway-listening name={} port={} proxy_port={}", settings.name(), port,
          proxyPort == null ? "none" : proxyPort);
      ports.bound(port, proxyPort);
    } catch (InterruptedException e) {
      log.info("event=gateway-start-given-up");
    } catch (Exception e) { // Netty throws what the bind threw, undeclared
      startFailure.set(e);
      giveUp();
      log.error("event=gateway-cannot-listen address={} port={} proxy_port={} cause=\"{}\"",
          settings.address(), settings.port(), settings.proxyPort(), e.getMessage());
      ports.failed(e);
    }
  }

  /** Nobody is to connect to half a gateway. */
  private void giveUp() {
    phase.compareAndSet(Phase.LISTENING, Phase.FAILED);
    try {
      server.stopListening();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void connect() throws InterruptedException {
    while (true) {
      try {
        publisher.connect(ONE_ATTEMPT);
        return;
      } catch (TimeoutException | RuntimeException e) {
        log.warn("event=log-not-ready cause=\"{}\" action=\"trying again\"", e.getMessage());
        TimeUnit.SECONDS.sleep(BETWEEN_ATTEMPTS_SECONDS);
      }
    }
  }

  /** Stops in order, once, within the configured time; what was read is in the log then, if the log is there. */
  void stop() throws InterruptedException {
    Phase before = phase.getAndSet(Phase.DRAINING);
    if (before == Phase.STOPPED) {
      phase.set(Phase.STOPPED);
      return;
    }
    long deadline = System.nanoTime() + settings.drainTimeout().toNanos();
    if (starter != null) {
      starter.interrupt();
      starter.join(settings.drainTimeout());
    }
    if (before == Phase.LISTENING) {
      drain(deadline);
    }
    server.close();
    publisher.close();
    phase.set(Phase.STOPPED);
    log.info("event=gateway-stopped name={}", settings.name());
  }

  private void drain(long deadline) throws InterruptedException {
    log.info("event=gateway-draining connections={}", connections.size());
    server.stopListening();
    connections.halfClose();
    Duration share = settings.drainTimeout().dividedBy(SHARE_FOR_ACKNOWLEDGEMENTS);
    Duration kept = share.compareTo(MOST_FOR_ACKNOWLEDGEMENTS) < 0 ? share : MOST_FOR_ACKNOWLEDGEMENTS;
    connections.awaitNone(left(deadline).minus(kept));
    connections.shutDown();
    connections.awaitNone(left(deadline));
    heartbeat.stop();
    try {
      publisher.settled().get(left(deadline).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.error("event=gateway-drain-incomplete unacknowledged_records={} action=\"{}\"", publisher.pending(),
          "they are lost: Kafka did not acknowledge them in time");
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  /** Where it is in its life. */
  public Phase phase() {
    return phase.get();
  }
}
