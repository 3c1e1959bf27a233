package org.jamtart.persister.workpackage;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import org.jamtart.persister.context.Opening;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Text;
import org.jamtart.persister.time.Times;
import org.jamtart.store.NodePackageRow;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Event;
import org.jamtart.wire.GuaranteeingEvent.Refined;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageFailed;
import org.jspecify.annotations.Nullable;

/** What one node tells of one package in one transaction: the first of everything. Times are Unix microseconds. */
final class Told {

  private static final int SUBMITTED = 90;
  private static final int SHARED = 91;
  private static final long NEVER = Long.MAX_VALUE;

  private final long[] first = new long[Stage.values().length];
  private long firstSeen = NEVER;
  private long lastUpdated;
  private long lastGuarantee;
  private long opened = NEVER;
  private long session;
  private long submission;
  private int core;
  private long[] services = {};
  private @Nullable BigInteger refineGas;
  private @Nullable String failure;

  Told() {
    Arrays.fill(first, NEVER);
  }

  /** Takes an event that tells a stage. */
  void add(Stage stage, Frame frame) {
    long time = frame.timeMicros();
    if (time < firstSeen) {
      firstSeen = time;
      session = frame.session().number();
      Long known = frame.chain().submission();
      submission = known == null ? frame.facts().ref() : known;
      core = frame.chain().core();
      services = Arrays.stream(frame.chain().services()).mapToLong(Integer::toUnsignedLong).toArray();
    }
    Opening opening = frame.chain().opening();
    if (opening != null && (opening.type() == SUBMITTED || opening.type() == SHARED)) {
      opened = Math.min(opened, opening.timeMicros());
    }
    lastUpdated = Math.max(lastUpdated, time);
    if (stage == Stage.GUARANTEE_BUILT) {
      lastGuarantee = Math.max(lastGuarantee, time);
    }
    if (time < first[stage.ordinal()]) {
      first[stage.ordinal()] = time;
      particulars(stage, frame);
    }
  }

  private void particulars(Stage stage, Frame frame) {
    if (stage != Stage.REFINED && stage != Stage.FAILED) {
      return;
    }
    switch (decode(frame)) {
      case Refined refined -> refineGas = refined.costs()
          .stream()
          .map(cost -> unsigned(cost.total().gasUsed()))
          .reduce(BigInteger.ZERO, BigInteger::add);
      case WorkPackageFailed failed -> failure = Text.storable(failed.reason());
      default -> throw new IllegalStateException("not what its type says");
    }
  }

  private static Event decode(Frame frame) {
    try {
      return frame.decode();
    } catch (DecodeException e) {
      throw new IllegalStateException("an event that was judged to be one does not decode", e);
    }
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  NodePackageRow row(NodePackageRow.Key key) {
    return new NodePackageRow(key,
        new NodePackageRow.Arrival(Times.instant(firstSeen), Times.instant(lastUpdated),
            opened == NEVER ? null : Times.instant(opened), session, submission,
            core, services),
        new NodePackageRow.Stages(time(Stage.RECEIVED), time(Stage.AUTHORIZED), time(Stage.REFINED),
            time(Stage.REPORT_BUILT), time(Stage.GUARANTEE_BUILT),
            lastGuarantee == 0 ? null : Times.instant(lastGuarantee), time(Stage.DISTRIBUTED),
            time(Stage.FAILED)),
        new NodePackageRow.Particulars(refineGas, failure));
  }

  private @Nullable Instant time(Stage stage) {
    long time = first[stage.ordinal()];
    return time == NEVER ? null : Times.instant(time);
  }
}
