package org.jamtart.persister.projection;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.time.Times;
import org.jamtart.store.EventRow;
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

  private record Rows(PartitionedTable.Need partitions, List<EventRow> rows) implements Collector {

    Rows(PartitionedTable.Need partitions) {
      this(partitions, new ArrayList<>());
    }

    @Override
    public void frame(Frame frame) {
      if (!frame.isEvent() || frame.isExpired()) {
        return;
      }
      partitions.add(frame.timeMicros());
      Facts facts = frame.facts();
      long time = frame.timeMicros();
      rows.add(new EventRow(time == frame.receivedMicros() ? frame.received() : Times.instant(time),
          frame.session().number(), frame.seq(), frame.eventId(), frame.received(),
          facts.slot() < 0 ? null : (Long) facts.slot(), facts.hasRef() ? (Long) facts.ref() : null,
          frame.session().node().number(), facts.core() < 0 ? null : (Integer) facts.core(), frame.type(),
          frame.implausible(), frame.hash(), frame.bytes()));
    }

    @Override
    public void prepare() {
      partitions.make();
    }

    @Override
    public void write(StatelessSession database) {
      Inserts.all(database, rows);
    }
  }
}
