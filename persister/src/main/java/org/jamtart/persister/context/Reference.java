package org.jamtart.persister.context;

import java.util.Locale;

/** What becomes of a reference to an earlier event. */
public enum Reference {
  /** The event is there, and of a kind that the specification allows. */
  RESOLVED,
  /** The event is one to which others refer, of a kind that the specification does not allow here. */
  WRONG_KIND,
  /** It names the event itself or one that is still to come. */
  FORWARD,
  /**
   * There is no such event, or it is none to which anything may refer, or it was last used too long ago, or came before the
   * log's reach.
   */
  DANGLING,
  /** IDs are not known any more on this session. */
  UNNUMBERED;

  /** Name in metrics. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
