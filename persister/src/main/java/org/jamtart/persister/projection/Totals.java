package org.jamtart.persister.projection;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jamtart.persister.projection.AddedTable.Writer;
import org.jamtart.persister.session.SessionState;
import org.jamtart.store.SumColumns;
import org.jamtart.store.SumTable;
import org.jspecify.annotations.Nullable;

/** How many frames each session and each node sent, of each type and in all, and what became of them. */
final class Totals implements Projection {

  @Override
  public String name() {
    return "totals";
  }

  @Override
  public Kind kind() {
    return Kind.ADDITIVE;
  }

  @Override
  public List<AddedTable> added() {
    return List.of(AddedTable.ofAllTime("session_total", Writer.SESSION),
        AddedTable.ofAllTime("node_total", Writer.NODE), AddedTable.ofAllTime("node_sum", Writer.NODE));
  }

  @Override
  public Collector collector(Moment moment) {
    return new Counting();
  }

  /** Counters of one session or node, by type. */
  private static final class ByType {
    private static final int UNREADABLE = 256;

    final @Nullable Count[] counts = new @Nullable Count[UNREADABLE + 1];
    final int node;

    ByType(int node) {
      this.node = node;
    }

    Count of(short type) {
      int index = type < 0 ? UNREADABLE : type;
      Count count = counts[index];
      if (count == null) {
        count = new Count();
        counts[index] = count;
      }
      return count;
    }

    boolean isAny() {
      return Arrays.stream(counts).anyMatch(Objects::nonNull);
    }

    /** All of them together. */
    Count sum() {
      var sum = new Count();
      for (Count count : counts) {
        if (count != null) {
          sum.add(count);
        }
      }
      return sum;
    }

    void add(ByType other) {
      for (int i = 0; i < counts.length; i++) {
        Count count = other.counts[i];
        if (count != null) {
          of(type(i)).add(count);
        }
      }
    }

    void end(SumColumns rows) {
      for (int i = 0; i < counts.length; i++) {
        Count count = counts[i];
        if (count != null) {
          count.end(rows.with(node).with(type(i)));
        }
      }
    }

    private static short type(int index) {
      return index == UNREADABLE ? -1 : (short) index;
    }
  }

  private static final class Count {
    long events;
    long unknown;
    long expired;
    long malformed;
    BigInteger dropped = BigInteger.ZERO;

    void add(Frame frame) {
      if (!frame.isEvent()) {
        malformed++;
        return;
      }
      events++;
      unknown += frame.isUnknown() ? 1 : 0;
      expired += frame.isExpired() ? 1 : 0;
      if (frame.facts().isDropped()) {
        dropped = dropped.add(new BigInteger(Long.toUnsignedString(frame.facts().dropped())));
      }
    }

    void add(Count other) {
      events += other.events;
      unknown += other.unknown;
      expired += other.expired;
      malformed += other.malformed;
      dropped = dropped.add(other.dropped);
    }

    void end(SumColumns row) {
      row.with(events).with(unknown).with(expired).with(malformed).with(dropped);
    }
  }

  private static final class Counting implements Collector {
    private final Map<Long, ByType> sessions = new TreeMap<>();
    private ByType current = new ByType(0);

    @Override
    public void run(SessionState session, org.jamtart.log.LogRecord.Run run) {
      current = sessions.computeIfAbsent(session.number(), number -> new ByType(session.node().number()));
    }

    @Override
    public void frame(Frame frame) {
      current.of(frame.type()).add(frame);
    }

    @Override
    public List<SumColumns> sums() {
      var ofSessions = new SumColumns(SumTable.SESSION_TOTAL);
      Map<Integer, ByType> nodes = new TreeMap<>();
      sessions.forEach((number, types) -> {
        if (types.isAny()) {
          types.sum().end(ofSessions.with(number));
          nodes.computeIfAbsent(types.node, ByType::new).add(types);
        }
      });
      var ofNodes = new SumColumns(SumTable.NODE_TOTAL);
      var sums = new SumColumns(SumTable.NODE_SUM);
      nodes.forEach((number, types) -> {
        types.end(ofNodes);
        types.sum().end(sums.with(number));
      });
      return List.of(ofSessions, ofNodes, sums);
    }
  }
}
