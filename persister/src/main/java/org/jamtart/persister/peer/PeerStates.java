package org.jamtart.persister.peer;

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
import org.jamtart.persister.projection.Text;
import org.jamtart.persister.time.Times;
import org.jamtart.store.NodePeerRow;
import org.jamtart.store.NodePeerRow.Place;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.ConnectionSide;
import org.jspecify.annotations.Nullable;

/** What each node said last of its connection with each peer: made, failed, ended, misbehaved; announcements opened, closed. */
final class PeerStates implements Projection {

  static final String TABLE = "node_peer";

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public Collector collector(Moment moment) {
    return new Newest();
  }

  private record Key(int node, Bytes32 peer, short type) {}

  private record Said(Place place, Told told) {}

  private static final class Newest implements Collector {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::time)
        .thenComparingLong(Place::session)
        .thenComparingLong(Place::seq);

    private final Map<Key, Said> newest = new TreeMap<>(
        Comparator.comparingInt(Key::node).thenComparing(Key::peer).thenComparing(Key::type));

    @Override
    public void frame(Frame frame) {
      short type = frame.type();
      if (!Told.isState(type) || !frame.isEvent()) {
        return;
      }
      @Nullable
      Told told = Told.of(frame);
      if (told != null) {
        var said = new Said(
            new Place(Times.instant(frame.timeMicros()), frame.session().number(), frame.seq()), told);
        newest.merge(new Key(frame.session().node().number(), told.peer(), type), said,
            (before, now) -> ORDER.compare(before.place, now.place) < 0 ? now : before);
      }
    }

    @Override
    public void write(StatelessSession database) {
      List<NodePeerRow> rows = new ArrayList<>();
      newest.forEach((key, said) -> rows.add(new NodePeerRow(key.node, key.peer, key.type, said.place,
          side(said.told.side()), said.told.reason().isEmpty() ? null : Text.storable(said.told.reason()))));
      Inserts.rows(database, NodePeerRow.INSERT, rows);
    }

    private static @Nullable Short side(@Nullable ConnectionSide side) {
      return side == null ? null : (Short) (short) (side == ConnectionSide.LOCAL ? 0 : 1);
    }
  }
}
