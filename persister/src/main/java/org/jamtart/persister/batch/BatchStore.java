package org.jamtart.persister.batch;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.context.OpeningBook;
import org.jamtart.persister.database.Failures;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.position.PositionMovedException;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.session.SessionBook;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores records, in one transaction or more, each of whole records. When it returns, everything is stored, unless it is
 * being stopped; a record or frame that never can be is in quarantine. The ledger says up to where records are stored,
 * also when it throws.
 * Belongs to one consumer, one thread.
 */
public final class BatchStore {

  private static final Logger LOG = LoggerFactory.getLogger(BatchStore.class);

  private final PersisterSettings settings;
  private final Partitions partitions;
  private final Books books;
  private final Ledger ledger = new Ledger();
  private final Transactions transactions;
  private final Clock clock;
  private final BooleanSupplier stopping;

  /**
   * A store for one consumer.
   *
   * @param stopping whether no further transaction is to be begun
   */
  public BatchStore(StoreParts parts, BooleanSupplier stopping) {
    this.clock = parts.clock();
    this.stopping = stopping;
    this.settings = parts.settings();
    this.partitions = parts.partitions();
    this.books = new Books(new SessionBook(parts.trailing()), new OpeningBook(parts.context()));
    this.transactions = new Transactions(parts, books, ledger);
  }

  /** Where each partition stands. */
  public Ledger ledger() {
    return ledger;
  }

  /** Partitions went or came, so others may have written sessions and openings that are known here. */
  public void forgetSessions() {
    books.clear();
  }

  /**
   * Stores records, which follow on the ledger in every partition.
   *
   * @throws TransientStoreException when that is not possible now
   * @throws PositionMovedException  when the row of a partition is somewhere else
   */
  public void store(List<ConsumerRecord<byte[], byte[]>> records) {
    List<Entry> batch = new ArrayList<>();
    long frames = 0;
    long bytes = 0;
    Instant now = clock.instant();
    for (ConsumerRecord<byte[], byte[]> raw : records) {
      Entry entry = Entry.of(raw, now);
      if (!batch.isEmpty() && (frames + entry.frames() > settings.maxEventsPerTransaction()
          || bytes + entry.bytes() > settings.maxBytesPerTransaction().toBytes())) {
        storeOrIsolate(batch);
        if (stopping.getAsBoolean()) {
          return;
        }
        batch = new ArrayList<>();
        frames = 0;
        bytes = 0;
      }
      batch.add(entry);
      frames += entry.frames();
      bytes += entry.bytes();
    }
    if (!batch.isEmpty()) {
      storeOrIsolate(batch);
    }
  }

  private void storeOrIsolate(List<Entry> entries) {
    RuntimeException fault = fault(() -> transactions.commit(entries, Condemned.NONE));
    if (fault == null) {
      return;
    }
    if (entries.size() > 1) {
      // What is stored of it stays stored: halves are whole records in their order.
      int half = entries.size() / 2;
      storeOrIsolate(entries.subList(0, half));
      storeOrIsolate(entries.subList(half, entries.size()));
      return;
    }
    quarantine(entries.get(0), fault);
  }

  private void quarantine(Entry entry, RuntimeException first) {
    // Quarantine is for good, and a fault can be the moment's: one that does not come again is none of the record's.
    RuntimeException fault = fault(() -> transactions.commit(List.of(entry), Condemned.NONE));
    if (fault == null) {
      LOG.info("event=record_stored_after_all partition={} offset={} error={}", entry.raw().partition(),
          entry.raw().offset(), Failures.describe(first));
      return;
    }
    LOG.warn("event=record_unstorable partition={} offset={} error={}", entry.raw().partition(),
        entry.raw().offset(),
        Failures.describe(fault));
    if (entry instanceof Entry.Readable(var raw, Run run) && quarantineFrames(entry, run, fault)) {
      return;
    }
    var foreign = new Entry.Foreign(entry.raw(), Frame.UNSTORABLE, Failures.describe(fault));
    RuntimeException again = fault(() -> transactions.commit(List.of(foreign), Condemned.NONE));
    if (again != null) {
      // Not even its bytes can be kept: nothing may be skipped, so it stays where it is and is shown.
      throw new TransientStoreException(again);
    }
  }

  /** Looks for the frames that are at fault and stores the run with these in quarantine; false if the run itself is. */
  private boolean quarantineFrames(Entry entry, Run run, RuntimeException fault) {
    List<Entry> alone = List.of(entry);
    if (fault(() -> transactions.attempt(alone, Condemned.trial(Set.of()))) != null) {
      return false;
    }
    Map<Long, String> culprits = new HashMap<>();
    search(alone, run.seq(), run.nextSeq(), culprits);
    if (culprits.isEmpty() && fault(() -> transactions.commit(alone, Condemned.NONE)) == null) {
      return true;
    }
    if (culprits.isEmpty()) {
      // Only together are they at fault.
      LongStream.range(run.seq(), run.nextSeq()).forEach(seq -> culprits.put(seq, Failures.describe(fault)));
    }
    RuntimeException left = fault(() -> transactions.commit(alone, new Condemned(culprits, null)));
    LOG.warn("event=frames_unstorable partition={} offset={} session={} frames={} stored={}",
        entry.raw().partition(), entry.raw().offset(), run.session().session(), culprits.size(),
        left == null);
    return left == null;
  }

  private void search(List<Entry> alone, long from, long to, Map<Long, String> culprits) {
    Set<Long> only = new LinkedHashSet<>();
    LongStream.range(from, to).forEach(only::add);
    RuntimeException fault = fault(() -> transactions.attempt(alone, Condemned.trial(only)));
    if (fault == null) {
      return;
    }
    if (to - from == 1) {
      culprits.put(from, Failures.describe(fault));
      return;
    }
    long half = (from + to) >>> 1;
    search(alone, from, half, culprits);
    search(alone, half, to, culprits);
  }

  /** Does it; what comes back is the fault of the records, everything else is thrown. */
  private @Nullable RuntimeException fault(Runnable work) {
    try {
      work.run();
      return null;
    } catch (PositionMovedException | TransientStoreException e) {
      throw e;
    } catch (RuntimeException e) {
      if (Failures.isPartitionMissing(e)) {
        partitions.forget();
      }
      // What is used here may be closed already while the service stops, which no record is to blame for.
      if (Failures.isTransient(e) || stopping.getAsBoolean()) {
        throw new TransientStoreException(e);
      }
      return e;
    }
  }
}
