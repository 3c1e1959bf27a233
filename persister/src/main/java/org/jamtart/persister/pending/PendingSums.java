package org.jamtart.persister.pending;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.StatelessSession;
import org.jamtart.persister.database.Failures;
import org.jamtart.persister.pending.PendingTransactions.Outcome;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.store.PackedSums;
import org.jamtart.store.SumColumns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of what is still to be added to the tables that add up: a transaction writes one row there instead of thousands in them,
 * and what many transactions have for one row of these is added to it once. Thread-safe.
 */
public final class PendingSums {

  private static final Logger LOG = LoggerFactory.getLogger(PendingSums.class);

  /**
   * Rows written here since the list was seen empty, and bytes of them, from which on those who write them add up, too: it does
   * not grow for ever.
   */
  private static final int MANY = 1_024;
  private static final long LARGE = 16 << 20;

  /** Rows of one transaction that are added at once: of some ten thousand events. */
  private static final int PLENTY = 8_192;

  /** Rows of one transaction that are added at once when there was nothing before it: of some ten events. */
  private static final int FEW = 128;

  private static final String INSERT = """
      insert into pending_sums (sums, nodes, events, unknown, malformed, dropped)
      values (?, cast(? as integer[]), cast(? as bigint[]), cast(? as bigint[]), cast(? as bigint[]), cast(cast(? as text[]) as numeric[]))""";

  private final PendingTransactions transactions;
  private final Duration idle;
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /** @param idle time without a transaction after which there is nothing to be added together with */
  PendingSums(PendingTransactions transactions, Duration idle) {
    this.transactions = transactions;
    this.idle = idle;
  }

  /**
   * Puts rows on the list, or adds them at once where nothing else is going on, or where there are so many that few of them would be
   * added together with those of others; as part of a transaction.
   *
   * @param since how long there was nothing to store before it
   */
  public void put(StatelessSession database, Collection<SumColumns> sums, Duration since) {
    List<SumColumns> some = sums.stream().filter(rows -> rows.size() > 0).toList();
    if (some.isEmpty()) {
      return;
    }
    int rows = some.stream().mapToInt(SumColumns::size).sum();
    if (rows >= PLENTY || rows <= FEW && since.compareTo(idle) >= 0) {
      Inserts.sums(database, some);
      return;
    }
    byte[] packed = PackedSums.pack(some);
    var totals = new NodeSums(some);
    database.createNativeMutationQuery(INSERT)
        .setParameter(1, packed)
        .setParameter(2, totals.nodes())
        .setParameter(3, totals.events())
        .setParameter(4, totals.unknown())
        .setParameter(5, totals.malformed())
        .setParameter(6, totals.dropped())
        .executeUpdate();
    written.incrementAndGet();
    bytes.addAndGet(packed.length);
  }

  /** Whether something may be pending that was put there by this process. */
  boolean isAny() {
    return written.get() > 0;
  }

  /** Adds up what is pending, if that is much; called between two transactions of those who put it there. */
  public void relieve() {
    if (written.get() >= MANY || bytes.get() >= LARGE) {
      try {
        addUp();
      } catch (SQLException | RuntimeException e) {
        // Whoever adds up all the time says more of it.
        LOG.debug("event=adding_up_waits error={}", Failures.describe(e));
      }
    }
  }

  /** Adds up what is pending, until there is no more or something went wrong. */
  Outcome addUp() throws SQLException {
    Outcome outcome;
    do {
      outcome = addSome();
    } while (outcome.more() && outcome.failures().isEmpty());
    return outcome;
  }

  /** Adds up the oldest of what is pending. */
  Outcome addSome() throws SQLException {
    int before = written.get();
    long bytesBefore = bytes.get();
    Outcome outcome = transactions.run();
    if (!outcome.more()) {
      written.addAndGet(-before);
      bytes.addAndGet(-bytesBefore);
    }
    return outcome;
  }

  /**
   * Adds up all that is pending, as part of a transaction that nobody puts more beside: nothing is pending then.
   *
   * @throws SQLException when something of it cannot be added
   */
  public void settle(Connection connection) throws SQLException {
    transactions.all(connection);
  }

  /** Seconds for which the oldest has been pending; not a number when the database does not say. */
  double lagSeconds() {
    try {
      return transactions.lag();
    } catch (SQLException e) {
      return Double.NaN;
    }
  }
}
