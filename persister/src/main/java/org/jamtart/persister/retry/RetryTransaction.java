package org.jamtart.persister.retry;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.batch.Lookahead;
import org.jamtart.persister.context.ContextSettings;
import org.jamtart.persister.context.OpeningBook;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.session.SessionBook;
import org.jamtart.persister.session.SessionState;
import org.jamtart.persister.time.Times;
import org.jamtart.store.NodeStreamRow;
import org.jamtart.store.QuarantineGroupRow.Key;
import org.jamtart.store.SumColumns;
import org.jamtart.store.SumTable;
import org.jamtart.wire.TrailingBytes;

/**
 * Turns quarantined frames that decode now into what they would have been: shows them to every projection but the one that keeps
 * the sessions themselves, takes them out of quarantine and out of its counts, all in one transaction. Only who deletes the
 * row of a frame stores it, so it is stored once whoever else tries.
 */
final class RetryTransaction {

  /** Its rows are the owner's of the partition alone. */
  private static final String SESSIONS = "sessions";

  private static final Comparator<Key> ORDER = Comparator.comparingInt(Key::node)
      .thenComparing(Key::type)
      .thenComparing(Key::reason)
      .thenComparing(Key::hour)
      .thenComparing(Key::partition);

  private final SessionFactory sessionFactory;
  private final List<Projection> projections;
  private final Partitions partitions;
  private final TrailingBytes trailing;
  private final ContextSettings context;
  private final Clock clock;

  RetryTransaction(SessionFactory sessionFactory, List<Projection> projections, Partitions partitions,
      TrailingBytes trailing, ContextSettings context, Clock clock) {
    this.sessionFactory = sessionFactory;
    this.projections = projections.stream()
        .filter(projection -> !projection.name().equals(SESSIONS))
        .toList();
    this.partitions = partitions;
    this.trailing = trailing;
    this.context = context;
    this.clock = clock;
  }

  /** Stores the frames, all of which decode, or none of them. */
  void store(Request request, List<Quarantined> frames) {
    try (StatelessSession database = sessionFactory.openStatelessSession()) {
      var transaction = database.beginTransaction();
      boolean done = false;
      try {
        Set<UUID> ours = database.doReturningWork(connection -> RetryRows.delete(connection, frames));
        List<Quarantined> taken = frames.stream().filter(frame -> ours.contains(frame.id())).toList();
        write(database, taken);
        database.doWork(connection -> RetryRows.progress(connection, request, taken.size()));
        transaction.commit();
        done = true;
      } finally {
        if (!done && transaction.isActive()) {
          transaction.rollback();
        }
      }
    }
  }

  private void write(StatelessSession database, List<Quarantined> frames) {
    if (frames.isEmpty()) {
      return;
    }
    List<Run> runs = frames.stream().map(Quarantined::run).toList();
    var book = new SessionBook(trailing);
    // What came so long ago that nothing refers to it any more would need a partition that is gone.
    var openings = new OpeningBook(context, Times.micros(clock.instant().minus(context.keep())));
    database.doWork(connection -> Lookahead.load(connection, book, openings, runs));
    // Before the projections, as the quarantine writes before the totals: in this order rows are locked.
    database.doWork(connection -> RetryRows.uncount(connection, groups(frames)));
    var moment = new Moment(Times.micros(clock.instant()), Times.micros(partitions.eventHorizon()),
        Times.micros(partitions.quarantineHorizon()));
    List<Collector> collectors = projections.stream()
        .map(projection -> projection.collector(moment))
        .toList();
    for (int i = 0; i < frames.size(); i++) {
      show(frames.get(i), runs.get(i), book.session(runs.get(i).session()), openings, moment, collectors);
    }
    Inserts.written(database, collectors);
    uncount(database, frames);
  }

  private static void show(Quarantined quarantined, Run run, SessionState session, OpeningBook openings,
      Moment moment, List<Collector> collectors) {
    collectors.forEach(collector -> collector.run(session, run));
    var frame = new Frame(moment, session, run, quarantined.partition(), quarantined.offset());
    if (!frame.next() || !frame.isEvent()) {
      throw new IllegalStateException("frame " + quarantined.id() + " does not decode");
    }
    frame.lookBack(openings);
    collectors.forEach(collector -> collector.frame(frame));
  }

  private static Map<Key, Long> groups(List<Quarantined> frames) {
    return frames.stream()
        .collect(
            Collectors.groupingBy(Quarantined::group, () -> new TreeMap<>(ORDER), Collectors.counting()));
  }

  /** One malformed frame less of its session, its node and the node's account. */
  private static void uncount(StatelessSession database, List<Quarantined> frames) {
    var sessions = new SumColumns(SumTable.SESSION_TOTAL);
    frames.stream()
        .collect(Collectors.groupingBy(Quarantined::session, TreeMap::new, Collectors.counting()))
        .forEach((session, count) -> fewer(sessions.with(session), count));
    var nodes = new SumColumns(SumTable.NODE_TOTAL);
    var sums = new SumColumns(SumTable.NODE_SUM);
    List<NodeStreamRow> streams = new ArrayList<>();
    frames.stream()
        .collect(Collectors.groupingBy(Quarantined::number, TreeMap::new,
            Collectors.groupingBy(Quarantined::type, TreeMap::new, Collectors.counting())))
        .forEach((node, types) -> {
          types.forEach((type, count) -> fewer(nodes.with(node).with(type), count));
          long all = types.values().stream().mapToLong(Long::longValue).sum();
          fewer(sums.with(node), all);
          streams.add(new NodeStreamRow(node).malformed(-all, 0));
        });
    Inserts.sums(database, List.of(sessions, nodes, sums));
    Inserts.rows(database, NodeStreamRow.INSERT, streams);
  }

  private static void fewer(SumColumns row, long count) {
    row.with(0).with(0).with(0).with(-count).with(BigInteger.ZERO);
  }
}
