package org.jamtart.persister.replay.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.persister.projection.AddedTable.Buckets;
import org.jamtart.persister.replay.rebuild.Piece.Cut;
import org.jamtart.persister.time.Times;

/** Divides what is to be exchanged, so that no partition of the log stands still for long. */
final class Pieces {

  /** Rows of one piece, unless a single bucket has more. */
  private static final long ROWS = 5_000;

  /** Nodes whose rows of all time are exchanged together, in all tables at once, so that their accounts add up. */
  private static final int NODES = 16;

  private final Connection connection;
  private final Shadow shadow;
  private final int partition;
  private final List<Piece> pieces = new ArrayList<>();
  private List<Cut> open = new ArrayList<>();
  private long rows;

  private Pieces(Connection connection, Shadow shadow, int partition) {
    this.connection = connection;
    this.shadow = shadow;
    this.partition = partition;
  }

  /** The pieces of one partition of the log. */
  static List<Piece> of(Connection connection, Shadow shadow, Scope scope, int partition)
      throws SQLException {
    var pieces = new Pieces(connection, shadow, partition);
    for (Part part : scope.all()) {
      if (!part.isOfAllTime()) {
        pieces.divide(part);
      }
    }
    pieces.close();
    List<Part> ofAllTime = scope.all().stream().filter(Part::isOfAllTime).toList();
    if (!ofAllTime.isEmpty()) {
      pieces.divide(ofAllTime);
    }
    return pieces.pieces;
  }

  private void close() {
    if (!open.isEmpty()) {
      pieces.add(new Piece(partition, List.copyOf(open)));
    }
    open = new ArrayList<>();
    rows = 0;
  }

  private String writer(Part part) {
    return switch (part.table().writer()) {
      case PARTITION -> "t.partition = ?";
      case NODE -> "t.node in (select o.node from " + shadow.own("owner") + " o where o.partition = ?)";
      case SESSION -> throw new IllegalStateException(part.table() + " has buckets");
    };
  }

  private void divide(Part part) throws SQLException {
    Buckets buckets = part.table().buckets();
    if (buckets == null) {
      return;
    }
    String mine = (buckets.tier() == null ? "" : "t.tier = " + buckets.tier().id() + " and ") + writer(part);
    String within = "t." + buckets.column() + " >= ? and t." + buckets.column() + " < ? and " + mine;
    try (PreparedStatement statement = connection
        .prepareStatement(("select date_bin(? * interval '1 microsecond', t.%s, 'epoch') as bucket, count(*) "
            + "from %s t where %s group by 1 order by 1")
            .formatted(buckets.column(), shadow.own(part.table().table()), within))) {
      statement.setLong(1, buckets.length().toMillis() * 1000);
      statement.setTimestamp(2, timestamp(part.first()));
      statement.setTimestamp(3, timestamp(part.last()));
      statement.setInt(4, partition);
      long from = part.first();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long bucket = Times.micros(row.getTimestamp(1).toInstant());
          if (rows > 0 && rows + row.getLong(2) > ROWS) {
            cut(part, within, from, bucket);
            close();
            from = bucket;
          }
          rows += row.getLong(2);
        }
      }
      cut(part, within, from, part.last());
    }
  }

  /** Buckets of which nothing was built lose their rows. */
  private void cut(Part part, String where, long from, long to) {
    if (from < to) {
      open.add(new Cut(part, where, List.of(timestamp(from), timestamp(to), partition)));
    }
  }

  private static Timestamp timestamp(long micros) {
    return Timestamp.from(Times.instant(micros));
  }

  private void divide(List<Part> ofAllTime) throws SQLException {
    List<Integer> nodes = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(
        "select node from " + shadow.own("owner") + " where partition = ? and covered order by node")) {
      statement.setInt(1, partition);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          nodes.add(row.getInt(1));
        }
      }
    }
    for (int i = 0; i < nodes.size(); i += NODES) {
      Integer[] some = nodes.subList(i, Math.min(nodes.size(), i + NODES)).toArray(Integer[]::new);
      pieces.add(new Piece(partition,
          ofAllTime.stream().map(part -> new Cut(part, ofNodes(part), List.of((Object) some))).toList()));
    }
  }

  private String ofNodes(Part part) {
    return switch (part.table().writer()) {
      case NODE -> "t.node = any(?)";
      case SESSION -> "t.session in (select s.id from " + shadow.live("session")
          + " s where s.node = any(?))";
      case PARTITION -> throw new IllegalStateException(
          part.table() + " has rows of all nodes of a partition: it needs buckets");
    };
  }
}
