package org.jamtart.persister.workpackage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jamtart.persister.time.Times;
import org.jamtart.store.PackageSums;
import org.jspecify.annotations.Nullable;

/** Rows of packages and of what they come to. */
final class PackageFigures {

  /** The times of a package that {@link PackageSums} takes. */
  static final String COLUMNS = "w.received_at, w.authorized_at, w.refined_at, w.report_built_at, "
      + "w.guarantee_built_at, w.distributed_at, w.failed_at, w.last_updated";

  static final String INSERT = """
      insert into package_figures (tier, bucket, packages, received, authorized, refined, report_built, guarantee_built,
        distributed, failed, lost, stages, pipeline_micros, durations)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private PackageFigures() {}

  /** The times of a row. @param from the column that has the first of {@link #COLUMNS} */
  static @Nullable Long[] times(ResultSet row, int from) throws SQLException {
    @Nullable
    Long[] times = new @Nullable Long[PackageSums.LAST + 1];
    for (int i = 0; i < times.length; i++) {
      @Nullable
      OffsetDateTime time = row.getObject(from + i, OffsetDateTime.class);
      times[i] = time == null ? null : (Long) Times.micros(time.toInstant());
    }
    return times;
  }

  /** Sets the parameters of {@link #INSERT}. */
  static void set(PreparedStatement insert, short tier, OffsetDateTime bucket, PackageSums sums)
      throws SQLException {
    Connection connection = insert.getConnection();
    insert.setShort(1, tier);
    insert.setObject(2, bucket);
    insert.setLong(3, sums.packages());
    for (int i = 0; i < PackageSums.STAGES; i++) {
      insert.setLong(4 + i, sums.reached(i));
    }
    insert.setLong(10, sums.failed());
    insert.setLong(11, sums.lost());
    insert.setArray(12, connection.createArrayOf("int8",
        LongStream.range(0, PackageSums.STAGES).mapToObj(i -> sums.furthest((int) i)).toArray()));
    insert.setBigDecimal(13, sums.pipelineMicros());
    insert.setArray(14, connection.createArrayOf("bytea", IntStream.range(0, PackageSums.STAGES)
        .mapToObj(i -> sums.durations(i).pack())
        .toArray(byte[][]::new)));
  }
}
