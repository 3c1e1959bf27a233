package org.jamtart.persister.convergence;

import java.util.List;
import org.hibernate.StatelessSession;
import org.jamtart.persister.context.Opening;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.wire.Bytes32;

/** What nodes report of blocks, guarantees and assurances, as parts to be merged. */
final class Reports implements Projection {

  /** Bytes that a report of a block adds: its slot, -1 where the event does not tell it. */
  static final int OF_BLOCK = 8;

  /** Bytes that GuaranteeBuilt(105) adds: slot, core (-1: not known), whether the package is known, its hash. */
  static final int OF_BUILT = 4 + 4 + 1 + Bytes32.SIZE;

  /** Where the fields stand in DistributingAssurance(126), which begins with its anchor, and AssuranceReceived(131). */
  private static final int FIRST_FIELD = 9;
  private static final int SECOND_HASH = FIRST_FIELD + Bytes32.SIZE;

  private final PartitionedTable parts;
  private final List<PartitionedTable> merged;
  private final ConvergenceSettings settings;

  /** @param merged tables of the merged rows, each of which has the time of some report */
  Reports(PartitionedTable parts, List<PartitionedTable> merged, ConvergenceSettings settings) {
    this.parts = parts;
    this.merged = merged;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "convergence";
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public Collector collector(Moment moment) {
    return new Gathering(new Parts(parts.need()), merged.stream().map(PartitionedTable::need).toList(),
        settings.settledBefore(moment.now()));
  }

  private record Gathering(Parts parts, List<PartitionedTable.Need> merged,
      long settledBefore) implements Collector {

    @Override
    public void frame(Frame frame) {
      if (!frame.isEvent() || frame.timeMicros() < settledBefore) {
        return; // what it tells of is settled
      }
      switch (frame.type()) {
        case Thing.BEST_BLOCK, Thing.FINALIZED_BLOCK, Thing.IMPORTING -> block(frame, frame.type(),
            frame.facts().slot(), frame.timeMicros());
        case Thing.AUTHORED -> authored(frame);
        case Thing.GUARANTEE_BUILT -> built(frame);
        case Thing.GUARANTEE_RECEIVED -> parts.add(Thing.GUARANTEE_RECEIVED, frame.partition(), hash(frame),
            node(frame), frame.timeMicros(), 0);
        case Thing.DISTRIBUTING_ASSURANCE -> {
          parts.add(Thing.DISTRIBUTING_ASSURANCE, frame.partition(), frame.bytes32(FIRST_FIELD), node(frame),
              frame.timeMicros(), Bytes32.SIZE).put(frame.session().node().peerId().toByteArray());
          need(frame);
        }
        case Thing.ASSURANCE_RECEIVED -> parts.add(Thing.ASSURANCE_RECEIVED, frame.partition(),
            frame.bytes32(SECOND_HASH), frame.bytes32(FIRST_FIELD), node(frame), frame.timeMicros());
        default -> {
          // tells of nothing that spreads
        }
      }
    }

    /** The contents of a block are what its authoring, which knows the slot, has come to: that begins to spread it, too. */
    private void authored(Frame frame) {
      Opening opening = frame.chain().opening();
      boolean known = opening != null && opening.type() == Thing.AUTHORING;
      long slot = known && opening != null ? opening.slot() : -1;
      block(frame, Thing.AUTHORED, slot, frame.timeMicros());
      if (known && opening != null && opening.timeMicros() >= settledBefore) {
        block(frame, Thing.AUTHORING, slot, opening.timeMicros());
      }
    }

    private void block(Frame frame, short type, long slot, long micros) {
      parts.add(type, frame.partition(), hash(frame), node(frame), micros, OF_BLOCK).putLong(slot);
      need(frame);
    }

    private void built(Frame frame) {
      byte[] known = frame.chain().workPackage();
      parts.add(Thing.GUARANTEE_BUILT, frame.partition(), hash(frame), node(frame), frame.timeMicros(),
          OF_BUILT)
          .putInt((int) frame.facts().slot())
          .putInt(frame.chain().core())
          .put((byte) (known == null ? 0 : 1))
          .put(known == null ? new byte[Bytes32.SIZE] : known);
      need(frame);
    }

    private void need(Frame frame) {
      merged.forEach(table -> table.add(frame.timeMicros()));
    }

    private static int node(Frame frame) {
      return frame.session().node().number();
    }

    private static Bytes32 hash(Frame frame) {
      byte[] hash = frame.hash();
      if (hash == null) {
        throw new IllegalStateException("event " + frame.type() + " has no hash");
      }
      return Bytes32.of(hash);
    }

    @Override
    public void prepare() {
      parts.prepare();
      merged.forEach(PartitionedTable.Need::make);
    }

    @Override
    public void write(StatelessSession database) {
      parts.write(database);
    }
  }
}
