package org.jamtart.persister.batch;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.pending.PendingSums;
import org.jamtart.persister.position.LogPositions;
import org.jamtart.persister.position.LogPositions.Advance;
import org.jamtart.persister.position.PositionMovedException;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.time.Times;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records: some whole records, everything that is kept from them, and the new offsets, or nothing. Belongs to one
 * consumer, one thread.
 */
final class Transactions {

  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final SessionFactory sessionFactory;
  private final LogPositions positions;
  private final List<Projection> projections;
  private final Partitions partitions;
  private final PendingSums pending;
  private final StoreListener listener;
  private final Clock clock;
  private final Books books;
  private final Ledger ledger;
  /** Of the transaction under way, and of the one before; nanoseconds. */
  private long began;
  private long ended = System.nanoTime();

  Transactions(StoreParts parts, Books books, Ledger ledger) {
    this.sessionFactory = parts.sessionFactory();
    this.positions = parts.positions();
    this.projections = parts.projections();
    this.partitions = parts.partitions();
    this.pending = parts.pending();
    this.listener = parts.listener();
    this.clock = parts.clock();
    this.books = books;
    this.ledger = ledger;
  }

  /** Stores the records. Whatever it throws, nothing is stored; unless the commit itself failed, which the row tells. */
  void commit(List<Entry> entries, Condemned condemned) {
    began = System.nanoTime();
    var tally = new Tally();
    List<Advance> steps = ledger.steps(entries);
    run(entries, condemned, tally, steps, true);
    ledger.committed(steps);
    books.committed();
    listener.committed(tally, Duration.ofNanos(System.nanoTime() - began));
    pending.relieve();
    ended = System.nanoTime();
  }

  /** Does all that {@link #commit} does, and takes it back. */
  void attempt(List<Entry> entries, Condemned condemned) {
    run(entries, condemned, new Tally(), ledger.steps(entries), false);
    books.clear();
  }

  private void run(List<Entry> entries, Condemned condemned, Tally tally, List<Advance> steps,
      boolean commit) {
    boolean done = false;
    try (StatelessSession database = sessionFactory.openStatelessSession()) {
      var transaction = database.beginTransaction();
      try {
        begin(database, entries, steps);
        write(entries, condemned, tally, database);
        if (commit) {
          transaction.commit();
        }
        done = true;
      } finally {
        if (!done || !commit) {
          rollback(transaction);
        }
      }
    } finally {
      if (!done) {
        books.clear();
      }
    }
  }

  /** Whatever fails here is not the fault of a record: no projection has seen one. */
  private void begin(StatelessSession database, List<Entry> entries, List<Advance> steps) {
    try {
      database.doWork(connection -> positions.advance(connection, steps));
      database.doWork(connection -> books.load(connection, entries));
    } catch (PositionMovedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new TransientStoreException(e);
    }
  }

  /** What went wrong before is what matters; a rollback fails when the connection is gone, and then it is not needed. */
  private static void rollback(Transaction transaction) {
    try {
      if (transaction.isActive()) {
        transaction.rollback();
      }
    } catch (RuntimeException e) {
      LOG.debug("event=rollback_failed error={}", e.toString());
    }
  }

  private void write(List<Entry> entries, Condemned condemned, Tally tally, StatelessSession database) {
    var moment = new Moment(Times.micros(clock.instant()), Times.micros(partitions.eventHorizon()),
        Times.micros(partitions.quarantineHorizon()));
    List<Collector> collectors = projections.stream()
        .map(projection -> projection.collector(moment))
        .toList();
    var walk = new Walk(moment, books, collectors, condemned, tally);
    entries.forEach(walk::over);
    collectors.forEach(Collector::prepare);
    collectors.forEach(collector -> collector.write(database));
    pending.put(database, collectors.stream().flatMap(collector -> collector.sums().stream()).toList(),
        Duration.ofNanos(began - ended));
  }
}
