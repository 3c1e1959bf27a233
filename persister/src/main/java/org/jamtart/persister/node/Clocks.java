package org.jamtart.persister.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.time.Times;
import org.jamtart.store.NodeClockRow;

/**
 * How long events took from a node's clock to the gateway's. The shortest delay of many events is what the node's clock is
 * behind, plus the shortest way: nothing arrives before it is sent.
 */
final class Clocks implements Projection {

  static final String TABLE = "node_clock";
  private static final long BUCKET = 600 * Times.SECOND;

  private final PartitionedTable table;
  private final NodeSettings settings;

  Clocks(PartitionedTable table, NodeSettings settings) {
    this.table = table;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "clocks";
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public Collector collector(Moment moment) {
    return new Delays(table.need(), moment.now() - settings.clock().toMillis() * 1000);
  }

  private record Key(long bucket, int node) {}

  private static final class Delay {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    boolean implausible;
  }

  private static final class Delays implements Collector {
    private final PartitionedTable.Need partitions;
    private final long horizon;
    private Key lastKey = new Key(0, 0);
    private Delay last = new Delay();
    private final Map<Key, Delay> delays = new TreeMap<>(
        Comparator.comparingLong(Key::bucket).thenComparingInt(Key::node));

    Delays(PartitionedTable.Need partitions, long horizon) {
      this.partitions = partitions;
      this.horizon = horizon;
    }

    @Override
    public void frame(Frame frame) {
      long received = frame.receivedMicros();
      if (!frame.isEvent() || received < horizon) {
        return;
      }
      long bucket = Math.floorDiv(received, BUCKET) * BUCKET;
      Delay delay = delay(bucket, frame.session().node().number());
      if (frame.implausible()) {
        delay.implausible = true;
      } else {
        delay.min = Math.min(delay.min, received - frame.timeMicros());
        delay.max = Math.max(delay.max, received - frame.timeMicros());
      }
      partitions.add(bucket);
    }

    /** Frames come run by run, so it is mostly that of the one before. */
    private Delay delay(long bucket, int node) {
      if (delays.isEmpty() || lastKey.bucket != bucket || lastKey.node != node) {
        lastKey = new Key(bucket, node);
        last = delays.computeIfAbsent(lastKey, key -> new Delay());
      }
      return last;
    }

    @Override
    public void prepare() {
      partitions.make();
    }

    @Override
    public void write(StatelessSession database) {
      List<NodeClockRow> rows = new ArrayList<>();
      delays.forEach(
          (key, delay) -> rows.add(new NodeClockRow(Times.instant(key.bucket), key.node, delay.min, delay.max,
              delay.implausible)));
      Inserts.rows(database, NodeClockRow.INSERT, rows);
    }
  }
}
