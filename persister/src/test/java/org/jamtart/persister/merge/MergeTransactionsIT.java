package org.jamtart.persister.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which marks are taken, and by whom: of a kind of the test's own, whose things are their keys. */
@TartTest
class MergeTransactionsIT {

  private static final short KIND = 998;
  private static final int SECONDS = 20;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestDatabase database;

  /** Takes note of what it is asked to merge; waits then, if it is to. */
  private static final class Things implements Merged {
    private final Set<String> merged = new ConcurrentSkipListSet<>();
    private final AtomicInteger settled = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open;

    Things(int gates) {
      this.open = new CountDownLatch(gates);
    }

    @Override
    public short kind() {
      return KIND;
    }

    @Override
    public String name() {
      return "things";
    }

    @Override
    public void merge(Connection connection, List<byte[]> keys) throws SQLException {
      keys.forEach(key -> merged.add(HexFormat.of().formatHex(key)));
      reached.countDown();
      try {
        if (!open.await(60, TimeUnit.SECONDS)) {
          throw new SQLException("nobody let it go on");
        }
      } catch (InterruptedException e) {
        throw new SQLException(e);
      }
    }

    @Override
    public void settle(Connection connection) {
      settled.incrementAndGet();
    }
  }

  @BeforeEach
  void none(TestScope scope) throws SQLException {
    database = scope.database();
    update("delete from merge_mark");
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void nobody_merges_or_settles_while_somebody_else_merges() throws Exception {
    var slow = new Things(1);
    var quick = new Things(0);
    var other = transactions(quick);
    mark("'\\x01'");
    var first = threads.submit(() -> transactions(slow).run());
    assertThat(slow.reached.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    mark("'\\x02'");

    assertThat(run(other)).isEqualTo(MergeTransactions.Outcome.NOTHING);
    assertThat(threads.submit(other::settle).get(SECONDS, TimeUnit.SECONDS)).isEmpty();
    assertThat(quick.merged).isEmpty();
    assertThat(quick.settled).hasValue(0);

    slow.open.countDown();
    assertThat(first.get(SECONDS, TimeUnit.SECONDS).merged()).isEqualTo(1);
    assertThat(run(other).merged()).isEqualTo(1);
    assertThat(other.settle()).isEmpty();
    assertThat(slow.merged).containsExactly("01");
    assertThat(quick.merged).containsExactly("02");
    assertThat(quick.settled).hasValue(1);
  }

  @Test
  void the_oldest_marks_are_merged_first_and_no_more_of_them_than_one_transaction_is_for() throws Exception {
    var things = new Things(0);
    var transactions = transactions(things);
    update("""
        insert into merge_mark (kind, partitions, keys)
        select %d, '{0}', array[int4send(n)] from generate_series(1, 2049) n order by n""".formatted(KIND));
    assertThat(run(transactions).merged()).isEqualTo(2_048);
    assertThat(things.merged).doesNotContain(hex(2_049));
    assertThat(run(transactions).merged()).isEqualTo(1);

    things.merged.clear();
    mark("array(select int4send(n) from generate_series(1, 16384) n)");
    mark("int4send(16385)");
    assertThat(run(transactions).merged()).isEqualTo(16_384);
    assertThat(things.merged).doesNotContain(hex(16_385));
    assertThat(run(transactions).merged()).isEqualTo(1);
    assertThat(new TreeSet<>(things.merged).last()).isEqualTo(hex(16_385));
  }

  private static String hex(int key) {
    return HexFormat.of().toHexDigits(key);
  }

  private MergeTransactions transactions(Things things) {
    return new MergeTransactions(database.dataSource(), List.of(things));
  }

  /** On a thread of its own: without the lock it would wait for the marks of the other. */
  private MergeTransactions.Outcome run(MergeTransactions transactions)
      throws InterruptedException, ExecutionException, TimeoutException {
    return threads.submit(transactions::run).get(SECONDS, TimeUnit.SECONDS);
  }

  /** @param keys a key as SQL, or an array of them */
  private void mark(String keys) throws SQLException {
    update("insert into merge_mark (kind, partitions, keys) values (%d, '{0}', %s)".formatted(KIND,
        keys.startsWith("array") ? keys : "array[" + keys + "::bytea]"));
  }

  private void update(String sql) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
