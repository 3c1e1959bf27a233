package org.jamtart.simulator.story;

import org.jamtart.wire.Gp07;
import org.jamtart.wire.Gp08;
import org.jamtart.wire.JamParameters;

/** Which constants the simulated network has. */
public enum Network {
  /** Two cores, epochs of twelve slots. */
  TINY(Gp07.tiny(), Gp08.tiny()),
  /** 341 cores, epochs of 600 slots. */
  FULL(Gp07.full(), Gp08.full());

  private final Gp07 seventh;
  private final Gp08 eighth;

  Network(Gp07 seventh, Gp08 eighth) {
    this.seventh = seventh;
    this.eighth = eighth;
  }

  /** The parameters in the layout of Gray Paper 0.8 or in that of 0.7. */
  JamParameters parameters(boolean eighthLayout) {
    return eighthLayout ? eighth : seventh;
  }

  /** How many cores, where nothing else is asked for. */
  public int cores() {
    return seventh.coreCount();
  }

  int epochSlots() {
    return (int) seventh.epochPeriod();
  }

  int ticketAttempts() {
    return seventh.ticketsAttemptsNumber();
  }
}
