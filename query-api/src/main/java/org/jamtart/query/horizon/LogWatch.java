package org.jamtart.query.horizon;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jamtart.log.GroupLag;
import org.jamtart.log.GroupLag.Partition;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka again and again where the log ends, so that no answer has to wait for it. While Kafka is away the last view stays:
 * nothing is accepted then, so it stays true. Thread-safe.
 */
public final class LogWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogWatch.class);

  private final LogSettings settings;
  private final InstantSource clock;
  private @Nullable Admin admin;
  private volatile @Nullable LogView view;
  private volatile @Nullable String failure = "the log has not been asked yet";

  public LogWatch(LogSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** The newest view; null before the first. */
  public @Nullable LogView view() {
    return view;
  }

  /** Why the newest attempt failed; null when it did not. */
  public @Nullable String failure() {
    return failure;
  }

  /** The positions of the persisters' group; connects if need be. */
  public synchronized GroupLag group() {
    return new GroupLag(client(), settings);
  }

  /** The client that asks, for questions of others. Connects if need be. */
  public synchronized Admin client() {
    if (admin == null) {
      admin = LogClients.admin(settings, "tart-query");
    }
    return admin;
  }

  /** Asks now. Failures are remembered, not thrown. */
  public void refresh() {
    try {
      var takenAt = now();
      found(takenAt, group().read());
      if (failure != null) {
        log.info("event=log-found topic={} servers={}", settings.topic(), settings.bootstrapServers());
      }
      failure = null;
    } catch (TimeoutException | RuntimeException e) {
      if (failure == null) {
        log.warn("event=log-lost topic={} servers={} cause=\"{}\"", settings.topic(),
            settings.bootstrapServers(),
            e.toString());
      }
      failure = e.getMessage() == null ? e.toString() : e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The time by which views are dated. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Takes over what Kafka told somebody who asked after {@code takenAt}: then nobody need ask again to know as much. Two may
   * overtake one another: who began later counts.
   */
  public synchronized void found(Instant takenAt, List<Partition> partitions) {
    LogView present = view;
    if (present == null || present.takenAt().isBefore(takenAt)) {
      view = new LogView(takenAt, partitions);
    }
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close();
    }
  }
}
