package org.jamtart.persister.convergence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jamtart.persister.context.Opening;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.wire.BlockAuthoringEvent.Authored;
import org.jamtart.wire.BlockOutline;
import org.jamtart.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/** What is in the blocks, as their authors say. */
final class AuthoredBlocks implements Projection {

  static final String TABLE = "authored_block";

  private static final String INSERT = """
      insert into authored_block (time, hash, node, slot, size, tickets, preimages, guarantees, assurances, disputes)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";

  private final PartitionedTable table;
  private final ConvergenceSettings settings;

  AuthoredBlocks(PartitionedTable table, ConvergenceSettings settings) {
    this.table = table;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "blocks";
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public Collector collector(Moment moment) {
    return new Outlines(table.need(), moment.now() - settings.blocks().toMillis() * 1000, new ArrayList<>());
  }

  private record Block(long time, int node, @Nullable Long slot, BlockOutline outline) {}

  private record Outlines(PartitionedTable.Need partitions, long horizon,
      List<Block> blocks) implements Collector {

    @Override
    public void frame(Frame frame) {
      if (frame.type() != Thing.AUTHORED || !frame.isEvent() || frame.timeMicros() < horizon) {
        return;
      }
      try {
        if (frame.decode() instanceof Authored authored) {
          Opening opening = frame.chain().opening();
          Long slot = opening != null && opening.slot() >= 0 ? (Long) opening.slot() : null;
          blocks.add(new Block(frame.timeMicros(), frame.session().node().number(), slot,
              authored.outline()));
          partitions.add(frame.timeMicros());
        }
      } catch (DecodeException e) {
        throw new IllegalStateException("an event that was judged to be one does not decode", e);
      }
    }

    @Override
    public void prepare() {
      partitions.make();
    }

    @Override
    public void write(StatelessSession database) {
      if (!blocks.isEmpty()) {
        blocks.sort(Comparator.comparingLong(Block::time)
            .thenComparing(block -> block.outline.headerHash())
            .thenComparing(Block::node));
        database.doWork(this::insert);
      }
    }

    private void insert(Connection connection) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
        for (Block block : blocks) {
          BlockOutline outline = block.outline;
          statement.setObject(1, Rows.time(block.time));
          statement.setBytes(2, outline.headerHash().toByteArray());
          statement.setInt(3, block.node);
          statement.setObject(4, block.slot, Types.BIGINT);
          statement.setLong(5, outline.sizeBytes());
          statement.setLong(6, outline.numTickets());
          statement.setLong(7, outline.numPreimages());
          statement.setLong(8, outline.numGuarantees());
          statement.setLong(9, outline.numAssurances());
          statement.setLong(10, outline.numDisputeVerdicts());
          statement.addBatch();
        }
        statement.executeBatch();
      }
    }
  }
}
