package org.jamtart.persister.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.jamtart.persister.context.OpeningKey;
import org.jamtart.persister.context.OpeningRows;
import org.jamtart.persister.context.Remembered;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.store.OpeningPacks;

/** The events to which later ones of their session may refer, and what these take from them. */
final class Openings implements Projection {

  /** Those of one row one after the other. */
  private static int inRows(Remembered a, Remembered b) {
    int order = Long.compare(a.key().session(), b.key().session());
    order = order != 0
        ? order
        : Long.compare(OpeningPacks.block(a.key().id()), OpeningPacks.block(b.key().id()));
    order = order != 0
        ? order
        : Long.compare(OpeningPacks.period(a.used()), OpeningPacks.period(b.used()));
    return order != 0 ? order : a.key().compareTo(b.key());
  }

  private final PartitionedTable table;

  Openings(PartitionedTable table) {
    this.table = table;
  }

  @Override
  public String name() {
    return "openings";
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public List<String> context() {
    return List.of(table.name());
  }

  @Override
  public Collector collector(Moment moment) {
    return new Rows(table.need());
  }

  private record Key(OpeningKey key, long used) {}

  private static final class Rows implements Collector {
    private final PartitionedTable.Need partitions;
    private final Map<Key, Remembered> rows = new HashMap<>();

    Rows(PartitionedTable.Need partitions) {
      this.partitions = partitions;
    }

    @Override
    public void frame(Frame frame) {
      for (Remembered changed : frame.chain().remembered()) {
        rows.put(new Key(changed.key(), changed.used()), changed);
        partitions.add(changed.used());
      }
    }

    @Override
    public void prepare() {
      partitions.make();
    }

    @Override
    public void write(StatelessSession database) {
      List<Remembered> sorted = new ArrayList<>(rows.values());
      sorted.sort(Openings::inRows);
      var packs = new OpeningPacks();
      sorted.forEach(row -> packs.add(row.key().session(), OpeningRows.entry(row)));
      Inserts.openings(database, packs);
    }
  }
}
