package org.jamtart.gateway;

import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the gateway after the management port, which is alive while the gateway waits for Kafka, and stops it before
 * anything else, so that it can drain.
 */
final class GatewayLifecycle implements SmartLifecycle, DisposableBean {

  /** So long the application's start waits, so that whoever started it finds the gateway listening if Kafka is there. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  /** Above the phases of the web server: started after it, stopped before it. */
  private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

  private final Gateway gateway;
  private volatile boolean started;

  GatewayLifecycle(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public void start() {
    started = true;
    try {
      gateway.start(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    started = false;
    try {
      gateway.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** For the case that the start failed: Spring does not stop then what it did not see running. */
  @Override
  public void destroy() {
    stop();
  }

  @Override
  public boolean isRunning() {
    return started;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
