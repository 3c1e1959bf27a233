package org.jamtart.persister.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.time.Times;
import org.jamtart.store.NodeLatestRow;

/** The newest status, best block, finalized block and word on being in sync of each node. */
final class Latest implements Projection {

  private static final int FIRST = 10;
  private static final int LAST = 13;

  @Override
  public String name() {
    return "latest";
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public Collector collector(Moment moment) {
    return new Newest();
  }

  /** Where a frame stands among those of its node. */
  private record Place(long time, long session, long seq) {

    static final Comparator<Place> ORDER = Comparator.comparingLong(Place::time)
        .thenComparingLong(Place::session)
        .thenComparingLong(Place::seq);
  }

  private record Key(int node, short type) {}

  private record Said(Place place, NodeLatestRow row) {}

  private static final class Newest implements Collector {
    private final Map<Key, Said> newest = new TreeMap<>(
        Comparator.comparingInt(Key::node).thenComparing(Key::type));

    @Override
    public void frame(Frame frame) {
      short type = frame.type();
      if (type < FIRST || type > LAST || !frame.isEvent()) {
        return;
      }
      var key = new Key(frame.session().node().number(), type);
      var place = new Place(frame.timeMicros(), frame.session().number(), frame.seq());
      Said before = newest.get(key);
      if (before == null || Place.ORDER.compare(before.place, place) < 0) {
        long slot = frame.facts().slot();
        newest.put(key,
            new Said(place, new NodeLatestRow(key.node, key.type, Times.instant(place.time), place.session,
                place.seq, slot < 0 ? null : (Long) slot, frame.bytes())));
      }
    }

    @Override
    public void write(StatelessSession database) {
      List<NodeLatestRow> rows = new ArrayList<>();
      newest.values().forEach(said -> rows.add(said.row));
      Inserts.rows(database, NodeLatestRow.INSERT, rows);
    }
  }
}
