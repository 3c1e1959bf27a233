package org.jamtart.persister.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jamtart.persister.context.Reference;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.session.SessionState;
import org.jamtart.wire.Warning;

/** What one transaction did; told to metrics and log when it is committed, and to nobody when it is not. */
public final class Tally {

  private long rows;
  private long expired;
  private long quarantined;
  private long duplicates;
  private long missing;
  private long records;
  private final long[] warnings = new long[Warning.values().length];
  private final long[] references = new long[Reference.values().length];
  private final List<Gap> gaps = new ArrayList<>();

  /** Frames that never came, seen at one place of a session. */
  public record Gap(UUID session, long atSeq, long missing) {}

  void record() {
    records++;
  }

  @SuppressWarnings("EnumOrdinal") // never leaves the process
  void frame(Frame frame) {
    Warning warning = frame.warning();
    if (warning != null) {
      warnings[warning.ordinal()]++;
    }
    Reference reference = frame.chain().reference();
    if (reference != null) {
      references[reference.ordinal()]++;
    }
    if (!frame.isEvent()) {
      quarantined++;
    } else if (frame.isExpired()) {
      expired++;
    } else {
      rows++;
    }
  }

  void foreign() {
    quarantined++;
  }

  void duplicates(long frames) {
    duplicates += frames;
  }

  void missing(SessionState session, long atSeq, long frames) {
    if (frames > 0) {
      missing += frames;
      gaps.add(new Gap(session.uuid(), atSeq, frames));
    }
  }

  /** Event rows written. */
  public long rows() {
    return rows;
  }

  /** Events past retention, not written. */
  public long expired() {
    return expired;
  }

  /** Frames and records put in quarantine. */
  public long quarantined() {
    return quarantined;
  }

  /** Frames that were stored before. */
  public long duplicates() {
    return duplicates;
  }

  /** Frames that never came. */
  public long missing() {
    return missing;
  }

  /** Events that are odd in this way. */
  @SuppressWarnings("EnumOrdinal") // never leaves the process
  public long warnings(Warning warning) {
    return warnings[warning.ordinal()];
  }

  /** References to earlier events of which this became. */
  @SuppressWarnings("EnumOrdinal") // never leaves the process
  public long references(Reference reference) {
    return references[reference.ordinal()];
  }

  /** Records read. */
  public long records() {
    return records;
  }

  /** Where frames are missing. */
  public List<Gap> gaps() {
    return gaps;
  }
}
