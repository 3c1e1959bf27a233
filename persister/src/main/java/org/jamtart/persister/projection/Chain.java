package org.jamtart.persister.projection;

import java.util.List;
import org.jamtart.persister.context.Context;
import org.jamtart.persister.context.Finding;
import org.jamtart.persister.context.Opening;
import org.jamtart.persister.context.OpeningBook;
import org.jamtart.persister.context.Reference;
import org.jamtart.persister.context.Remembered;
import org.jspecify.annotations.Nullable;

/**
 * The chain of events in which a frame stands, by the earlier events of its session to which it refers, and what the frame is
 * about: by its own word, or else by theirs. It is of the frame at which the walk stands, like {@link Frame}.
 */
public final class Chain {

  private static final int IMPORTING = 43;

  private final Frame frame;
  private Finding finding = Finding.NOTHING;

  Chain(Frame frame) {
    this.frame = frame;
  }

  void clear() {
    finding = Finding.NOTHING;
  }

  void find(OpeningBook book) {
    finding = book.see(frame);
  }

  /** The earlier event of the session that it refers to; null when there is none, or none of a kind that may be. */
  public @Nullable Opening opening() {
    return finding.opening();
  }

  /** Of the end of a reconstruction (147): the first request for a shard (140) of the same audit; null for none. */
  public @Nullable Opening audit() {
    return finding.audit();
  }

  /** What became of its reference; null when it has none to an event. */
  public @Nullable Reference reference() {
    return finding.reference();
  }

  /** What later events will find because of it. */
  List<Remembered> remembered() {
    return finding.remembered();
  }

  private Context inherited() {
    Opening opening = finding.opening();
    return opening == null ? Context.NONE : opening.context();
  }

  /** The core that it is about; -1 for none. */
  public int core() {
    return frame.facts().core() >= 0 ? frame.facts().core() : inherited().core();
  }

  /** The slot that it is about; -1 for none. */
  public long slot() {
    return frame.facts().slot() >= 0 ? frame.facts().slot() : inherited().slot();
  }

  /** Hash of the work-package with which it is concerned; null for none. */
  public byte @Nullable [] workPackage() {
    return OpeningBook.isAboutPackage(frame.type()) ? frame.hash() : inherited().workPackage();
  }

  /**
   * The hash by which people find it: its own, else that of the work-package with which it is concerned, or of the block that
   * is verified or executed; null for none.
   */
  public byte @Nullable [] searchHash() {
    if (frame.facts().hashOffset() >= 0) {
      return frame.hash();
    }
    Opening opening = finding.opening();
    return inherited().workPackage() == null && opening != null && opening.type() == IMPORTING
        ? opening.hash()
        : inherited().workPackage();
  }

  /**
   * The services with which it is concerned, each unsigned 32 bits: of the items of the work-package, in their order, or
   * those that it lists itself; empty for none.
   */
  public int[] services() {
    int[] own = frame.ownServices();
    return own.length > 0 ? own : inherited().services();
  }

  /** ID of the event by which the work-package came with which it is concerned, as 64 bits; null for none. */
  public @Nullable Long submission() {
    return OpeningBook.isSubmission(frame.type()) ? frame.eventId() : inherited().submission();
  }
}
