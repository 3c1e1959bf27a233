package org.jamtart.persister.latency;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.jamtart.persister.context.Opening;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.store.Flow;
import org.jamtart.store.Histogram;
import org.jamtart.store.Tier;
import org.jspecify.annotations.Nullable;

/**
 * How long requests took, from the event that began them to the one that refers to it. A duration is in the bucket of its end's
 * row time; one that comes late is added to every tier that still keeps it.
 */
final class Latencies implements Projection {

  private final LatencyTables tables;

  Latencies(LatencyTables tables) {
    this.tables = tables;
  }

  @Override
  public String name() {
    return "latencies";
  }

  @Override
  public Kind kind() {
    return Kind.ADDITIVE;
  }

  @Override
  public List<AddedTable> added() {
    return tables.added();
  }

  @Override
  public Collector collector(Moment moment) {
    return new Measuring(moment.now());
  }

  /**
   * What is added up together in one transaction.
   *
   * @param minute    first moment of it, Unix microseconds
   * @param partition of the log
   */
  record Cell(long minute, int node, int partition, Flow flow) {}

  private final class Measuring implements Collector {
    private final long now;
    private final Map<Cell, Histogram> cells = new HashMap<>();

    Measuring(long now) {
      this.now = now;
    }

    @Override
    public void frame(Frame frame) {
      int type = frame.type();
      if (type < 0 || Flow.endedBy(type).length == 0 || !frame.isEvent()) {
        return;
      }
      @Nullable
      Opening opening = frame.chain().opening();
      if (opening == null) {
        histogram(frame, Flow.endedBy(type)[0]).addUnpaired();
      }
      for (Flow flow : Flow.endedBy(type)) {
        @Nullable
        Opening start = flow == Flow.BUNDLE_RECOVERY ? frame.chain().audit() : opening;
        if (start != null && flow.startsWith(start.type())) {
          histogram(frame, flow).add(frame.timeMicros() - start.timeMicros(), flow.failsWith(type));
        }
      }
    }

    private Histogram histogram(Frame frame, Flow flow) {
      var cell = new Cell(Tier.MINUTE.bucket(frame.timeMicros()), frame.session().node().number(),
          frame.partition(), flow);
      return cells.computeIfAbsent(cell, key -> new Histogram(flow.buckets()));
    }

    @Override
    public void prepare() {
      for (Tier tier : LatencyTables.TIERS) {
        long horizon = tables.horizon(tier, now);
        for (PartitionedTable.Need need : tables.needs(tier)) {
          cells.keySet()
              .stream()
              .map(cell -> tier.bucket(cell.minute()))
              .filter(bucket -> bucket >= horizon)
              .forEach(need::add);
          need.make();
        }
      }
    }

    @Override
    public void write(StatelessSession database) {
      var rows = new LatencyRows();
      for (Tier tier : LatencyTables.TIERS) {
        rows.add(tier, tables.horizon(tier, now), cells);
      }
      rows.insert(database);
    }
  }
}
