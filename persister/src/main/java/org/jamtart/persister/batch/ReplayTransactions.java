package org.jamtart.persister.batch;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.hibernate.StatelessSession;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.context.OpeningBook;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.session.SessionBook;
import org.jamtart.persister.time.Times;

/**
 * Writes records again, by projections whose rows merge: some whole records, what the projections keep of them, and the
 * step of the replay's checkpoint, or nothing. The positions of the live log are not touched. One thread.
 */
public final class ReplayTransactions {

  private static final String UNSTORABLE = "no table takes it";

  private final StoreParts parts;
  private final List<Projection> projections;
  private final Books books;

  /** @param projections in the order in which they write */
  public ReplayTransactions(StoreParts parts, List<Projection> projections) {
    this.parts = parts;
    this.projections = List.copyOf(projections);
    this.books = new Books(SessionBook.again(parts.trailing()), new OpeningBook(parts.context()));
  }

  /** What moves the checkpoint; the first statements of a transaction. */
  @FunctionalInterface
  public interface Step {

    /**
     * @param skipped frames of the records that no table takes
     * @throws RuntimeException when the replay is not ours any more; the transaction is rolled back then
     */
    void take(Connection connection, long skipped) throws SQLException;
  }

  /**
   * Stores records.
   *
   * @throws TransientStoreException when that is not possible now
   */
  public void store(List<ConsumerRecord<byte[], byte[]>> records, Step step) {
    List<Entry> entries = new ArrayList<>(records.size());
    records.forEach(record -> entries.add(Entry.of(record, parts.clock().instant())));
    try {
      run(entries, Map.of(), step, true);
    } catch (TransientStoreException e) {
      throw e;
    } catch (RuntimeException e) {
      if (Failures.isTransient(e)) {
        throw new TransientStoreException(e);
      }
      Map<Entry, Condemned> unstorable = search(entries, step);
      if (unstorable.isEmpty()) {
        throw e;
      }
      run(entries, unstorable, step, true);
    }
  }

  /** Looks record by record, and in those that are at fault frame by frame, for what no table takes. */
  private Map<Entry, Condemned> search(List<Entry> entries, Step step) {
    Map<Entry, Condemned> found = new HashMap<>();
    for (Entry entry : entries) {
      if (isAtFault(entry, Condemned.NONE, step)) {
        Map<Long, String> frames = new HashMap<>();
        if (entry instanceof Entry.Readable(var raw, Run run)) {
          LongStream.range(run.seq(), run.nextSeq())
              .filter(seq -> isAtFault(entry, Condemned.trial(Set.of(seq)), step))
              .forEach(seq -> frames.put(seq, UNSTORABLE));
        }
        found.put(entry, frames.isEmpty() ? Condemned.trial(Set.of()) : new Condemned(frames, null));
      }
    }
    return found;
  }

  private boolean isAtFault(Entry entry, Condemned condemned, Step step) {
    try {
      run(List.of(entry), Map.of(entry, condemned), step, false);
      return false;
    } catch (TransientStoreException e) {
      throw e;
    } catch (RuntimeException e) {
      if (Failures.isTransient(e)) {
        throw new TransientStoreException(e);
      }
      return true;
    }
  }

  private void run(List<Entry> entries, Map<Entry, Condemned> condemned, Step step, boolean commit) {
    boolean done = false;
    try (StatelessSession database = parts.sessionFactory().openStatelessSession()) {
      var transaction = database.beginTransaction();
      try {
        long skipped = condemned.values().stream().mapToLong(c -> c.why().size()).sum();
        database.doWork(connection -> step.take(connection, skipped));
        database.doWork(connection -> books.load(connection, entries));
        write(database, entries, condemned);
        if (commit) {
          transaction.commit();
        }
        done = commit;
      } finally {
        if (!done && transaction.isActive()) {
          transaction.rollback();
        }
      }
    } finally {
      if (done) {
        books.committed();
      } else {
        books.clear();
      }
    }
  }

  private void write(StatelessSession database, List<Entry> entries, Map<Entry, Condemned> condemned) {
    var partitions = parts.partitions();
    var moment = new Moment(Times.micros(parts.clock().instant()), Times.micros(partitions.eventHorizon()),
        Times.micros(partitions.quarantineHorizon()));
    List<Collector> collectors = projections.stream()
        .map(projection -> projection.collector(moment))
        .toList();
    var tally = new Tally();
    for (Entry entry : entries) {
      new Walk(moment, books, collectors, condemned.getOrDefault(entry, Condemned.NONE), tally).over(entry);
    }
    collectors.forEach(Collector::prepare);
    collectors.forEach(collector -> collector.write(database));
  }
}
