package org.jamtart.simulator.script;

import org.jamtart.wire.Event;

/** A wording that refers to no other utterance. */
@FunctionalInterface
public interface Statement extends Wording {

  /** The event, of the given timestamp. */
  Event event(long at);

  @Override
  default Event event(long at, long cause) {
    return event(at);
  }
}
