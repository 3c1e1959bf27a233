package org.jamtart.persister.audit;

import org.jamtart.persister.context.Opening;
import org.jamtart.persister.projection.Frame;
import org.jamtart.wire.BundleRecoveryEvent.ReconstructingBundle;
import org.jamtart.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * What an event of an auditor says about an audit.
 *
 * @param audit     which one
 * @param time      row time, Unix microseconds
 * @param belongs   row time of what it belongs to: of the request for an answer, its own for all others
 * @param seq       ordinal on the session
 * @param isTrivial of the beginning of a reconstruction, whether it is trivial
 */
record AuditEvent(AuditKey audit, Kind kind, int node, long time, long belongs, long seq, boolean isTrivial) {

  /** What there is to say. */
  enum Kind {
    SHARD_REQUEST, SHARD_FAILURE, SHARD, BUNDLE_REQUEST, BUNDLE_FAILURE, BUNDLE, RECONSTRUCTING,
    RECONSTRUCTED;

    /** Whether it is where an audit may begin. */
    boolean isRequest() {
      return this == SHARD_REQUEST || this == BUNDLE_REQUEST;
    }
  }

  private static final int SHARD_REQUEST = 140;
  private static final int SHARD_FAILURE = 142;
  private static final int SHARD = 145;
  private static final int RECONSTRUCTING = 146;
  private static final int RECONSTRUCTED = 147;
  private static final int BUNDLE_REQUEST = 148;
  private static final int BUNDLE_FAILURE = 150;
  private static final int BUNDLE = 153;

  /** What a frame says; null when it is none of an auditor, or an answer to a request that is not known. */
  static @Nullable AuditEvent of(Frame frame) {
    return switch (frame.type()) {
      case SHARD_REQUEST -> itself(frame, Kind.SHARD_REQUEST);
      case BUNDLE_REQUEST -> itself(frame, Kind.BUNDLE_REQUEST);
      case RECONSTRUCTING -> itself(frame, Kind.RECONSTRUCTING);
      case RECONSTRUCTED -> itself(frame, Kind.RECONSTRUCTED);
      case SHARD_FAILURE -> answer(frame, SHARD_REQUEST, Kind.SHARD_FAILURE);
      case SHARD -> answer(frame, SHARD_REQUEST, Kind.SHARD);
      case BUNDLE_FAILURE -> answer(frame, BUNDLE_REQUEST, Kind.BUNDLE_FAILURE);
      case BUNDLE -> answer(frame, BUNDLE_REQUEST, Kind.BUNDLE);
      default -> null;
    };
  }

  private static AuditEvent itself(Frame frame, Kind kind) {
    return of(frame, kind, frame.facts().ref(), frame.timeMicros(),
        kind == Kind.RECONSTRUCTING && isTrivial(frame));
  }

  private static boolean isTrivial(Frame frame) {
    try {
      return frame.decode() instanceof ReconstructingBundle begun && begun.trivial();
    } catch (DecodeException e) {
      throw new IllegalStateException("an event that was judged to be one does not decode", e);
    }
  }

  private static @Nullable AuditEvent answer(Frame frame, int request, Kind kind) {
    @Nullable
    Opening opening = frame.chain().opening();
    // Who is asked refers to another event than who asks.
    return opening == null || opening.type() != request || opening.audit() == null
        ? null
        : of(frame, kind, opening.audit(), opening.timeMicros(), false);
  }

  private static AuditEvent of(Frame frame, Kind kind, long audit, long belongs, boolean isTrivial) {
    return new AuditEvent(new AuditKey(frame.session().number(), audit), kind,
        frame.session().node().number(),
        frame.timeMicros(), belongs, frame.seq(), isTrivial);
  }
}
