package org.jamtart.benchmarks.persister;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.benchmarks.load.Mix;
import org.jamtart.benchmarks.load.NodeStream;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.persister.batch.BatchStore;

/** Writers of the persister, each with a thread and a partition of its own, which share the nodes of a mix. */
final class Writers implements AutoCloseable {

  private final Tables tables;
  private final Predicate<String> projections;
  private final List<Writer> writers = new ArrayList<>();
  private final ExecutorService threads;

  private static final class Writer {
    final int partition;
    final List<NodeStream> nodes;
    BatchStore store;
    List<SessionRef> sessions;
    long offset;

    Writer(int partition, List<NodeStream> nodes, BatchStore store) {
      this.partition = partition;
      this.nodes = nodes;
      this.store = store;
      this.sessions = Recordings.sessions(nodes);
      this.offset = store.ledger().next(partition).orElseThrow();
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
      return Recordings.records(nodes, sessions, partition, offset);
    }
  }

  /**
   * @param firstPartition partitions from this one on are theirs alone
   */
  Writers(Tables tables, Mix mix, int count, int firstPartition, Predicate<String> projections)
      throws SQLException {
    this.tables = tables;
    this.projections = projections;
    for (int i = 0; i < count; i++) {
      int partition = firstPartition + i;
      writers.add(
          new Writer(partition, Recordings.part(mix, i, count), tables.writer(partition, projections)));
    }
    this.threads = Executors.newFixedThreadPool(count);
  }

  /** Stores everything in new sessions; events by second. */
  double store() throws Exception {
    tables.empty();
    for (Writer writer : writers) {
      writer.sessions = Recordings.sessions(writer.nodes);
    }
    return write();
  }

  /** Stores everything again, in the same sessions, as if nobody knew how far they are; events by second. */
  double storeAgain() throws Exception {
    tables.database().execute("update session set next_seq = 0");
    for (Writer writer : writers) {
      writer.store = tables.writer(writer.partition, projections);
    }
    return write();
  }

  private double write() throws Exception {
    List<Callable<Void>> work = new ArrayList<>();
    long events = 0;
    for (Writer writer : writers) {
      List<ConsumerRecord<byte[], byte[]>> records = writer.records();
      writer.offset += records.size();
      events += Recordings.events(writer.nodes);
      work.add(() -> {
        writer.store.store(records);
        return null;
      });
    }
    long begin = System.nanoTime();
    for (Future<Void> future : threads.invokeAll(work)) {
      await(future);
    }
    tables.addUp();
    return events / ((System.nanoTime() - begin) / 1e9);
  }

  private static void await(Future<Void> future) throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
