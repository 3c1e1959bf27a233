package org.jamtart.persister.workpackage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jamtart.persister.merge.Dirty;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.store.NodePackageRow;
import org.jamtart.wire.Bytes32;

/**
 * How each node dealt with each work package. A node's part of a package is one row, whichever of its events comes first and
 * however long the package takes; {@link MergedPackages} makes one row of all nodes' parts.
 */
final class NodePackages implements Projection {

  private final PackageSettings settings;

  NodePackages(PackageSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "packages";
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public Collector collector(Moment moment) {
    return new Parts(moment.now() - settings.retention().toMillis() * 1000);
  }

  private record Key(Bytes32 hash, int node) {}

  private static final class Parts implements Collector {
    private final long horizon;
    private final Map<Key, Told> parts = new TreeMap<>(
        Comparator.comparing(Key::hash).thenComparingInt(Key::node));
    private final Dirty dirty = new Dirty();

    Parts(long horizon) {
      this.horizon = horizon;
    }

    @Override
    public void frame(Frame frame) {
      var stage = Stage.of(frame.type());
      if (stage == null || !frame.isEvent() || frame.timeMicros() < horizon) {
        return;
      }
      byte[] hash = frame.chain().workPackage();
      if (hash == null) {
        return; // of a package that never arrived here, or by a reference to nothing
      }
      var told = parts.computeIfAbsent(new Key(Bytes32.of(hash), frame.session().node().number()),
          key -> new Told());
      told.add(stage, frame);
      dirty.add(MergedPackages.KIND, frame.partition(), hash);
    }

    @Override
    public void write(StatelessSession database) {
      List<NodePackageRow> rows = new ArrayList<>(parts.size());
      parts.forEach((key, told) -> rows
          .add(told.row(new NodePackageRow.Key(key.hash.toByteArray(), key.node))));
      Inserts.all(database, rows);
      dirty.write(database);
    }
  }
}
