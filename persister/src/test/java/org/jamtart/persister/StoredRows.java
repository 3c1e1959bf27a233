package org.jamtart.persister;

import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jamtart.log.FlushBarrier;
import org.jamtart.store.MergeMarks;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;

/** What the tables say of themselves, for the flush barrier: what is not merged. The positions are left to Kafka's offsets. */
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
  public long newestMark() {
    try {
      return tables.number(MergeMarks.NEWEST);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean isMarked(long upTo) {
    try {
      return Boolean.TRUE.equals(tables.row(MergeMarks.LEFT, upTo).values().iterator().next());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
