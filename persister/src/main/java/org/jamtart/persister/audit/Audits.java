package org.jamtart.persister.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.hibernate.StatelessSession;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.time.Times;
import org.jamtart.store.AuditRow;
import org.jspecify.annotations.Nullable;

/**
 * How nodes got the bundles that they audit, by the number that they give an audit. A number may serve again: a request after the
 * bundle is there begins another audit, and so does one more than an hour after the beginning.
 */
final class Audits implements Projection {

  static final String TABLE = "audit";

  /** Between the first event of an audit and the last that is looked for. */
  private static final long LONGEST = 3_600 * Times.SECOND;

  private final PartitionedTable table;
  private final AuditSettings settings;

  Audits(PartitionedTable table, AuditSettings settings) {
    this.table = table;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "audits";
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public Collector collector(Moment moment) {
    return new Gathered(table.need(), moment.now() - settings.retention().toMillis() * 1000);
  }

  private static final class Gathered implements Collector {
    private final PartitionedTable.Need partitions;
    private final long horizon;
    private final List<AuditEvent> events = new ArrayList<>();

    Gathered(PartitionedTable.Need partitions, long horizon) {
      this.partitions = partitions;
      this.horizon = horizon;
    }

    @Override
    public void frame(Frame frame) {
      @Nullable
      AuditEvent event = frame.isEvent() ? AuditEvent.of(frame) : null;
      if (event != null && event.belongs() >= horizon) {
        events.add(event);
        partitions.add(event.belongs());
      }
    }

    @Override
    public void prepare() {
      partitions.make();
    }

    @Override
    public void write(StatelessSession database) {
      if (events.isEmpty()) {
        return;
      }
      var keys = new TreeSet<AuditKey>();
      events.forEach(event -> keys.add(event.audit()));
      long first = events.stream().mapToLong(AuditEvent::belongs).min().orElseThrow();
      long last = events.stream().mapToLong(AuditEvent::belongs).max().orElseThrow();
      SortedMap<AuditKey, List<Audit>> audits = database.doReturningWork(
          connection -> AuditRows.known(connection, keys, first - LONGEST, last + LONGEST));
      for (AuditEvent event : events) {
        audit(audits.computeIfAbsent(event.audit(), key -> new ArrayList<>()), event).add(event);
      }
      List<AuditRow> rows = new ArrayList<>();
      audits.values()
          .forEach(ofKey -> ofKey.stream().filter(Audit::isChanged).forEach(audit -> rows.add(audit.row())));
      Inserts.all(database, rows);
    }

    /** The audit to which an event belongs, of those with its number, which are in the order of their beginning. */
    private static Audit audit(List<Audit> ofKey, AuditEvent event) {
      int at = ofKey.size() - 1;
      while (at > 0 && ofKey.get(at).time() > event.belongs()) {
        at--;
      }
      if (at >= 0) {
        Audit found = ofKey.get(at);
        boolean isNear = Math.abs(event.belongs() - found.time()) <= LONGEST;
        boolean isOver = event.kind().isRequest() && found.isOverFor(event);
        // Two of one key cannot begin at the same time.
        if (isNear && !isOver || found.time() == event.belongs()) {
          return found;
        }
      }
      var begun = new Audit(event.audit(), event.belongs());
      int behind = at >= 0 && ofKey.get(at).time() > begun.time() ? at : at + 1;
      ofKey.add(behind, begun);
      return begun;
    }
  }
}
