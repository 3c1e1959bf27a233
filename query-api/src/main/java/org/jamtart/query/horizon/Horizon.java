package org.jamtart.query.horizon;

import java.time.Instant;
import java.time.InstantSource;
import org.jamtart.log.CaughtUp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The moment up to which the log is stored: that of the newest look at the log's ends when the tables have all that was there,
 * else the oldest time to which a partition that is behind is stored. What is connected is judged at this moment, so
 * that a persister that is away does not make every node look lost. Thread-safe.
 */
public final class Horizon {

  private static final Logger LOG = LoggerFactory.getLogger(Horizon.class);

  private final LogWatch watch;
  private final PositionSql positions;
  private final InstantSource clock;
  private final CaughtUp caughtUp = new CaughtUp();

  public Horizon(LogWatch watch, PositionSql positions, InstantSource clock) {
    this.watch = watch;
    this.positions = positions;
    this.clock = clock;
  }

  /** The moment, by the tables as the current transaction sees them. */
  public Instant moment() {
    return standing().moment();
  }

  /** How far the tables, as the current transaction sees them, have the log. */
  public Standing standing() {
    LogView view = watch.view(); // before the tables, so that these are not the older ones
    return Standing.of(view, positions.read(), caughtUp, clock.instant());
  }

  /** Looks without being asked, so that it is known of each partition when it was last stored whole. */
  public void look() {
    try {
      var unused = standing();
    } catch (DataAccessException e) {
      LOG.debug("event=horizon-unknown error={}", e.toString());
    }
  }
}
