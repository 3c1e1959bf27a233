package org.jamtart.simulator.script;

import org.jamtart.wire.Event;

/** The words of an utterance, put together only when it is spoken, because only then its facts are known. */
@FunctionalInterface
public interface Wording {

  /**
   * The event.
   *
   * @param at its timestamp, in microseconds of the JAM Common Era on the speaker's clock
   * @param cause the event ID of the utterance that this one refers to; 0 where it refers to none
   */
  Event event(long at, long cause);
}
