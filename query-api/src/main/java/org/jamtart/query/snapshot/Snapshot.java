package org.jamtart.query.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets all of an answer be read as of one moment: in one transaction, of a connection that sees to its isolation and writes nothing.
 * So there is nothing to commit, and whoever has read what they need does not wait for the transaction's end: half an answer's turns
 * with the database are not its own figures, and beside a busy persister each takes milliseconds. Thread-safe; a moment is its
 * thread's own.
 */
public final class Snapshot implements TransactionOperations {

  private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

  private final DataSource dataSource;

  /** @param dataSource of connections whose transactions are repeatable reads */
  public Snapshot(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  private static final class Moment extends ConnectionHolder {
    private final Map<Object, Object> known = new HashMap<>();

    Moment(Connection connection) {
      super(connection, true);
    }

    /** Elsewhere, since it is a turn with the database; the pool takes back what was begun. */
    void end() {
      Connection connection = getConnection();
      Thread.startVirtualThread(() -> {
        try {
          connection.close();
        } catch (SQLException e) {
          LOG.debug("event=snapshot-end-failed error={}", e.toString());
        }
      });
    }
  }

  @Override
  public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
    var status = new SimpleTransactionStatus();
    if (current() != null) {
      return action.doInTransaction(status);
    }
    var moment = new Moment(open());
    TransactionSynchronizationManager.bindResource(dataSource, moment);
    try {
      return action.doInTransaction(status);
    } finally {
      TransactionSynchronizationManager.unbindResource(dataSource);
      moment.end();
    }
  }

  /** What is the same throughout a snapshot, read once in each that asks for it; outside of one every time. */
  public <T> Supplier<T> once(Supplier<T> read) {
    var key = new Object();
    return () -> {
      Moment moment = current();
      if (moment == null) {
        return read.get();
      }
      @SuppressWarnings("unchecked") // nobody else has the key
      T known = (T) moment.known.get(key);
      if (known == null) {
        known = read.get();
        moment.known.put(key, known);
      }
      return known;
    };
  }

  private @Nullable Moment current() {
    return TransactionSynchronizationManager.getResource(dataSource) instanceof Moment moment ? moment : null;
  }

  private Connection open() {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      DataSourceUtils.releaseConnection(connection, dataSource);
      throw new CannotGetJdbcConnectionException("a snapshot cannot be begun", e);
    }
  }
}
