package org.jamtart.query.live;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.node.ConnectionSql;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/** Which nodes are connected, asked for all clients at most every two seconds. Thread-safe. */
final class ConnectedNodes {

  private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();
  private static final String CONNECTED = "with " + ConnectionSql.GATEWAY_STATE + ", "
      + ConnectionSql.OPEN_SESSION + """

          select encode(n.peer_id, 'hex') from open_session o join node n on n.id = o.node
          order by n.peer_id limit 10000""";

  private final JdbcClient jdbc;
  private final Horizon horizon;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile List<String> nodes = List.of();
  private volatile long freshUntil = System.nanoTime();

  ConnectedNodes(JdbcClient jdbc, Horizon horizon) {
    this.jdbc = jdbc;
    this.horizon = horizon;
  }

  /** Their ids; those of the last answer when the tables do not answer, or somebody else is asking. */
  List<String> nodes() {
    if (System.nanoTime() - freshUntil >= 0 && asking.tryLock()) {
      try {
        nodes = jdbc.sql(CONNECTED)
            .param("since", ConnectionSql.since(horizon.moment()))
            .query((row, n) -> Objects.requireNonNull(row.getString(1)))
            .list();
      } catch (DataAccessException | TransactionException e) {
        // the next one asks again
      } finally {
        freshUntil = System.nanoTime() + FRESH_NANOS;
        asking.unlock();
      }
    }
    return nodes;
  }
}
