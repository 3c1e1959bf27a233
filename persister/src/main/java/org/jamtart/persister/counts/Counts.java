package org.jamtart.persister.counts;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.store.Schema;
import org.jamtart.store.SumColumns;
import org.jamtart.store.Tier;
import org.jamtart.wire.EventType;
import org.jamtart.wire.JamTime;

/**
 * How many events there were when, by node, type, core, slot, service, epoch and reason. An event that comes late is added to
 * every tier that still keeps its bucket.
 */
final class Counts implements Projection {

  private static final int BEST_BLOCK_CHANGED = 11;
  private static final int FINALIZED_BLOCK_CHANGED = 12;
  private static final int AUTHORED = 42;
  private static final List<Tier> COARSE = List.of(Tier.MINUTE, Tier.HOUR);
  private static final boolean[] FAILURE = new boolean[256];

  static {
    EventType.all().forEach(type -> FAILURE[type.id()] = type.failure());
  }

  private final CountTables tables;

  Counts(CountTables tables) {
    this.tables = tables;
  }

  @Override
  public String name() {
    return "counts";
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
    return new Counting(moment.now());
  }

  /** Whether events of a type say that something failed. */
  static boolean isFailure(short type) {
    return FAILURE[type];
  }

  /** A node's bucket of 30 s. */
  record NodeBucket(long bucket, int node) {}

  /** What a node did in it. */
  static final class Activity {
    long events;
    long failures;
    BigInteger dropped = BigInteger.ZERO;
    long best = Schema.NONE;
    long finalized = Schema.NONE;

    void add(Activity other) {
      events += other.events;
      failures += other.failures;
      dropped = dropped.add(other.dropped);
      best = Math.max(best, other.best);
      finalized = Math.max(finalized, other.finalized);
    }
  }

  /** A second of one partition of the log. */
  record Second(long bucket, short type, int partition) {}

  private final class Counting implements Collector {
    private final long now;
    private final Map<Tier, List<PartitionedTable.Need>> needs = tables.needs();
    private final Map<Cell, long[]> cells = new HashMap<>();
    private final Map<NodeBucket, Activity> activities = new HashMap<>();
    private final Map<Second, long[]> seconds = new HashMap<>();
    private final long firstSecond;

    Counting(long now) {
      this.now = now;
      this.firstSecond = tables.horizon(Tier.SECOND, now);
    }

    @Override
    public void frame(Frame frame) {
      if (!frame.isEvent()) {
        return;
      }
      long time = frame.timeMicros();
      Cell cell = Dimensions.cell(frame, Tier.HALF_MINUTE.bucket(time));
      cells.computeIfAbsent(cell, key -> new long[1])[0]++;
      activity(frame, activities.computeIfAbsent(new NodeBucket(cell.bucket(), cell.node()),
          key -> new Activity()));
      if (time >= firstSecond) {
        second(Tier.SECOND.bucket(time), frame);
      }
    }

    private void activity(Frame frame, Activity activity) {
      short type = frame.type();
      activity.events++;
      activity.failures += isFailure(type) ? 1 : 0;
      if (frame.facts().isDropped()) {
        activity.dropped = activity.dropped
            .add(new BigInteger(Long.toUnsignedString(frame.facts().dropped())));
      } else if (type == BEST_BLOCK_CHANGED && isBelievable(frame)) {
        activity.best = Math.max(activity.best, frame.facts().slot());
      } else if (type == FINALIZED_BLOCK_CHANGED && isBelievable(frame)) {
        activity.finalized = Math.max(activity.finalized, frame.facts().slot());
      }
    }

    /** One node that is wrong about a slot must not set a maximum for ever. */
    private static boolean isBelievable(Frame frame) {
      long begins = JamTime.startOfSlot(frame.facts().slot()) + JamTime.EPOCH_UNIX_MICROS;
      return begins <= frame.receivedMicros() + JamTime.BELIEVED_AFTER_RECEIPT.toMillis() * 1000;
    }

    private void second(long bucket, Frame frame) {
      short type = frame.type();
      seconds.computeIfAbsent(new Second(bucket, Schema.ALL_TYPES, frame.partition()),
          key -> new long[1])[0]++;
      if (type == BEST_BLOCK_CHANGED || type == FINALIZED_BLOCK_CHANGED || type == AUTHORED) {
        seconds.computeIfAbsent(new Second(bucket, type, frame.partition()), key -> new long[1])[0]++;
      }
    }

    @Override
    public void prepare() {
      needs.forEach((tier, ofTier) -> {
        long horizon = tables.horizon(tier, now);
        for (PartitionedTable.Need need : ofTier) {
          if (tier == Tier.SECOND) {
            seconds.keySet().forEach(second -> need.add(second.bucket()));
          } else {
            activities.keySet()
                .stream()
                .map(key -> tier.bucket(key.bucket()))
                .filter(bucket -> bucket >= horizon)
                .forEach(need::add);
          }
          need.make();
        }
      });
    }

    @Override
    public List<SumColumns> sums() {
      var rows = new CountRows();
      rows.addSeconds(seconds);
      rows.addFinest(tables.horizon(Tier.HALF_MINUTE, now), cells);
      rows.addActivities(Tier.HALF_MINUTE, tables.horizon(Tier.HALF_MINUTE, now), activities);
      Map<Cell, long[]> finer = cells;
      for (Tier tier : COARSE) {
        finer = CountRows.coarser(tier, finer);
        rows.add(tier, tables.horizon(tier, now), finer);
        rows.addActivities(tier, tables.horizon(tier, now), activities);
      }
      return rows.all();
    }
  }
}
