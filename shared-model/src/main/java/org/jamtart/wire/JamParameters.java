package org.jamtart.wire;

/**
 * JAM Parameters: the constants of the network, as the Gray Paper's host call {@code fetch} gives them. The
 * layout follows from the Gray Paper's version and carries no sign of its own.
 */
public sealed interface JamParameters permits Gp07, Gp08 {

  /** C, how many cores the network has. */
  int coreCount();

  /** E, how many slots an epoch has. */
  long epochPeriod();

  /** P, how many seconds a slot takes. */
  int slotPeriodSec();

  /** The parameters of the full network, 341 cores, in the layout of Gray Paper 0.7. */
  static JamParameters full() {
    return Gp07.full();
  }

  /** The parameters of the tiny test network, 2 cores, in the layout of Gray Paper 0.7. */
  static JamParameters tiny() {
    return Gp07.tiny();
  }
}
