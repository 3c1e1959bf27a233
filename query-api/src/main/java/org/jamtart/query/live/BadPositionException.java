package org.jamtart.query.live;

/** A position that cannot be of this log; the message says why, as the end of "it is". */
final class BadPositionException extends Exception {
  private static final long serialVersionUID = 1;

  BadPositionException(String why) {
    super(why, null, false, false);
  }
}
