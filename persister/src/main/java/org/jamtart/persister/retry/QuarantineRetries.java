package org.jamtart.persister.retry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.jamtart.persister.database.Failures;
import org.jamtart.persister.context.ContextSettings;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.Projection;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.TrailingBytes;
import org.jamtart.wire.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes requests to decode quarantined frames again. One persister at a time does it, whichever holds the lock; one that dies
 * leaves the request to the next, which finds in quarantine what is not done. For one thread at a time.
 */
public final class QuarantineRetries {

  private static final Logger LOG = LoggerFactory.getLogger(QuarantineRetries.class);
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final DataSource dataSource;
  private final RetryTransaction transaction;
  private final TrailingBytes trailing;
  private final Clock clock;

  public QuarantineRetries(DataSource dataSource, SessionFactory sessionFactory,
      List<Projection> projections, Partitions partitions, TrailingBytes trailing, ContextSettings context,
      Clock clock) {
    this.dataSource = dataSource;
    this.transaction = new RetryTransaction(sessionFactory, projections, partitions, trailing, context,
        clock);
    this.trailing = trailing;
    this.clock = clock;
  }

  /** Executes what is asked for, unless somebody else does; never throws, goes on the next time. */
  public void look() {
    try (Connection connection = dataSource.getConnection()) {
      if (RetryRows.open(connection) == null || !RetryLock.take(connection)) {
        return;
      }
      try {
        for (Request request = RetryRows.open(connection); request != null; request = RetryRows
            .open(connection)) {
          execute(connection, request);
        }
      } finally {
        RetryLock.leave(connection);
      }
    } catch (SQLException | RuntimeException e) {
      LOG.warn("event=quarantine_retry_failed error={}", Failures.describe(e));
    }
  }

  private void execute(Connection connection, Request request) throws SQLException {
    RetryRows.progress(connection, request, 0);
    Instant received = Instant.EPOCH;
    UUID id = BEFORE_ALL;
    List<Quarantined> frames;
    do {
      frames = RetryRows.next(connection, request, received, id);
      List<Quarantined> decoding = frames.stream().filter(this::decodes).toList();
      if (!decoding.isEmpty()) {
        store(request, decoding);
      }
      if (!frames.isEmpty()) {
        received = frames.getLast().received();
        id = frames.getLast().id();
      }
    } while (frames.size() == RetryRows.BATCH);
    RetryRows.done(connection, request, clock.instant());
    LOG.info("event=quarantine_retried id={}", request.id());
  }

  private boolean decodes(Quarantined frame) {
    var ref = frame.ref();
    if (!Protocol.isSupported(ref.protocol()) || ref.cores() < 1) {
      return false;
    }
    Verdict verdict = Events.validate(frame.bytes(), 0, frame.bytes().length,
        new Protocol(ref.protocol(), ref.cores(), trailing));
    return verdict.isEvent() || verdict == Verdict.UNKNOWN_DISCRIMINATOR;
  }

  /** Those that the database will still not take stay where they are. */
  private void store(Request request, List<Quarantined> frames) {
    try {
      transaction.store(request, frames);
    } catch (RuntimeException e) {
      if (Failures.isTransient(e)) {
        throw e;
      }
      if (frames.size() == 1) {
        LOG.warn("event=quarantined_still_unstorable id={} error={}", frames.getFirst().id(),
            Failures.describe(e));
        return;
      }
      frames.forEach(frame -> store(request, List.of(frame)));
    }
  }
}
