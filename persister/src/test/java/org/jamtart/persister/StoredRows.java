package org.jamtart.persister;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jamtart.log.FlushBarrier;
import org.jamtart.store.UnfinishedSql;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;

/** What the tables say of themselves, for the flush barrier: what is not added up or merged. The positions are left to Kafka's offsets. */
final class StoredRows implements FlushBarrier.Stored {

  private final Tables tables;

  StoredRows(TestDatabase database) {
    this.tables = new Tables(database);
  }

  @Override
  public Map<Integer, Long> nextOffsets() {
    return IntStream.range(0, TestScope.PARTITIONS)
        .boxed()
        .collect(Collectors.toMap(partition -> partition, partition -> Long.MAX_VALUE));
  }

  @Override
  public FlushBarrier.Unfinished unfinished() {
    try {
      var newest = tables.row(UnfinishedSql.NEWEST);
      return new FlushBarrier.Unfinished(((Number) requireNonNull(newest.get("sums"))).longValue(),
          ((Number) requireNonNull(newest.get("mark"))).longValue());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean isLeft(FlushBarrier.Unfinished upTo) {
    try {
      return Boolean.TRUE
          .equals(tables.row(UnfinishedSql.LEFT, upTo.sums(), upTo.mark()).values().iterator().next());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void hurry() {
    try {
      tables.row(UnfinishedSql.HURRY);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
