package org.jamtart.persister.projection;

import org.hibernate.StatelessSession;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.store.EventColumns;
import org.jamtart.wire.Facts;

/** The events themselves, as they were said, as long as retention lasts. */
final class EventRows implements Projection {

  private final PartitionedTable table;

  EventRows(PartitionedTable table) {
    this.table = table;
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public Collector collector(Moment moment) {
    return new Rows(table.need());
  }

  private record Rows(PartitionedTable.Need partitions, EventColumns columns) implements Collector {

    Rows(PartitionedTable.Need partitions) {
      this(partitions, new EventColumns());
    }

    @Override
    public void frame(Frame frame) {
      if (!frame.isEvent() || frame.isExpired()) {
        return;
      }
      partitions.add(frame.timeMicros());
      Facts facts = frame.facts();
      long slot = frame.chain().slot();
      int core = frame.chain().core();
      columns.add(frame.timeMicros(), frame.session().number(), frame.seq(), frame.eventId())
          .about(frame.session().node().number(), slot < 0 ? null : (Long) slot,
              facts.hasRef() ? (Long) facts.ref() : null, core < 0 ? null : (Integer) core,
              frame.chain().searchHash())
          .end(frame.receivedMicros(), frame.type(), frame.implausible(), frame.bytes());
    }

    @Override
    public void prepare() {
      partitions.make();
    }

    @Override
    public void write(StatelessSession database) {
      Inserts.events(database, columns);
    }
  }
}
