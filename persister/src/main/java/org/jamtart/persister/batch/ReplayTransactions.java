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
import org.jamtart.persister.database.Failures;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.time.Times;

/**
 * Writes records again: some whole records, what is kept of them, and the step of the replay's checkpoint, or nothing. The
 * positions of the live log are not touched. One thread.
 */
public final class ReplayTransactions {

  private static final String UNSTORABLE = "no table takes it";

  private final StoreParts parts;
  private final Rewriting rewriting;
  private final Books books;

  /** Writes into the live tables, by projections whose rows merge, in the order in which they write. */
  public ReplayTransactions(StoreParts parts, List<Projection> projections) {
    this(parts, new InPlace(parts, projections));
  }

  public ReplayTransactions(StoreParts parts, Rewriting rewriting) {
    this.parts = parts;
    this.rewriting = rewriting;
    this.books = new Books(rewriting.book(), new OpeningBook(parts.context()));
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

  /** Something that happens together with records that are known only then. */
  public interface Deed {

    /** Takes what locks it needs, and says which records belong to the state that these protect. */
    List<ConsumerRecord<byte[], byte[]>> begin(Connection connection) throws SQLException;

    /** The records are written. */
    void finish(Connection connection) throws SQLException;
  }

  /**
   * Stores records.
   *
   * @throws TransientStoreException when that is not possible now
   */
  public void store(List<ConsumerRecord<byte[], byte[]>> records, Step step) {
    List<Entry> read = new ArrayList<>(records.size());
    records.forEach(record -> read.add(Entry.of(record, parts.clock().instant())));
    FirstVerdicts first = verdicts(read);
    List<Entry> entries = first.entries();
    try {
      run(entries, first.frames(), connection -> step.take(connection, 0), true);
    } catch (TransientStoreException e) {
      throw e;
    } catch (RuntimeException e) {
      rethrowTransient(e);
      Map<Entry, Condemned> unstorable = search(entries, first.frames(), step);
      if (unstorable.isEmpty()) {
        throw e;
      }
      long skipped = unstorable.values().stream().mapToLong(condemned -> condemned.why().size()).sum();
      Map<Entry, Condemned> all = new HashMap<>(first.frames());
      all.putAll(unstorable);
      run(entries, all, connection -> step.take(connection, skipped), true);
    }
  }

  /**
   * Does something, in one transaction with the records that belong to it; few of them, since it holds locks.
   *
   * @throws TransientStoreException when that is not possible now
   */
  public void together(Deed deed) {
    boolean done = false;
    try (StatelessSession database = parts.sessionFactory().openStatelessSession()) {
      var transaction = database.beginTransaction();
      try {
        database.doWork(rewriting::begin);
        var records = database.doReturningWork(deed::begin);
        List<Entry> read = new ArrayList<>(records.size());
        records.forEach(record -> read.add(Entry.of(record, parts.clock().instant())));
        FirstVerdicts first = verdicts(read);
        database.doWork(connection -> books.load(connection, first.entries()));
        write(database, first.entries(), first.frames());
        database.doWork(deed::finish);
        transaction.commit();
        done = true;
      } finally {
        end(transaction, done);
      }
    } catch (RuntimeException e) {
      rethrowTransient(e);
      throw e;
    }
  }

  private static void rethrowTransient(RuntimeException e) {
    if (Failures.isTransient(e)) {
      throw e instanceof TransientStoreException told ? told : new TransientStoreException(e);
    }
  }

  /** As the live tables say. */
  private FirstVerdicts verdicts(List<Entry> entries) {
    try (StatelessSession database = parts.sessionFactory().openStatelessSession()) {
      return database.doReturningWork(connection -> FirstVerdicts.of(connection, entries));
    } catch (RuntimeException e) {
      rethrowTransient(e);
      throw e;
    }
  }

  /** Looks record by record, and in those that are at fault frame by frame, for what no table takes. */
  private Map<Entry, Condemned> search(List<Entry> entries, Map<Entry, Condemned> known, Step step) {
    Map<Entry, Condemned> found = new HashMap<>();
    for (Entry entry : entries) {
      Condemned first = known.getOrDefault(entry, Condemned.NONE);
      if (isAtFault(entry, first, step)) {
        Map<Long, String> frames = new HashMap<>();
        if (entry instanceof Entry.Readable(var raw, Run run)) {
          LongStream.range(run.seq(), run.nextSeq())
              .filter(seq -> !first.why().containsKey(seq)
                  && isAtFault(entry, Condemned.trial(Set.of(seq)), step))
              .forEach(seq -> frames.put(seq, UNSTORABLE));
        }
        boolean whole = frames.isEmpty();
        frames.putAll(first.why());
        found.put(entry, whole ? Condemned.trial(Set.of()) : new Condemned(frames, null));
      }
    }
    return found;
  }

  private boolean isAtFault(Entry entry, Condemned condemned, Step step) {
    try {
      run(List.of(entry), Map.of(entry, condemned), connection -> step.take(connection, 0), false);
      return false;
    } catch (TransientStoreException e) {
      throw e;
    } catch (RuntimeException e) {
      rethrowTransient(e);
      return true;
    }
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  private void run(List<Entry> entries, Map<Entry, Condemned> condemned, Work step, boolean commit) {
    boolean done = false;
    try (StatelessSession database = parts.sessionFactory().openStatelessSession()) {
      var transaction = database.beginTransaction();
      try {
        database.doWork(rewriting::begin);
        database.doWork(step::on);
        database.doWork(connection -> books.load(connection, entries));
        write(database, entries, condemned);
        if (commit) {
          transaction.commit();
        }
        done = commit;
      } finally {
        end(transaction, done);
      }
    }
  }

  /** What is known of sessions is right only if it was committed. */
  private void end(org.hibernate.Transaction transaction, boolean done) {
    if (done) {
      books.committed();
      return;
    }
    books.clear();
    if (transaction.isActive()) {
      transaction.rollback();
    }
  }

  private void write(StatelessSession database, List<Entry> entries, Map<Entry, Condemned> condemned) {
    List<Collector> collectors = rewriting.collectors();
    var tally = new Tally();
    for (Entry entry : entries) {
      Moment moment = rewriting.moment(received(entry));
      new Walk(moment, books, collectors, condemned.getOrDefault(entry, Condemned.NONE), tally).over(entry);
    }
    Inserts.written(database, collectors);
  }

  private long received(Entry entry) {
    return entry instanceof Entry.Readable readable
        ? readable.record().received()
        : Times.micros(parts.clock().instant());
  }
}
