package org.jamtart.simulator.script;

/** One sub-story as one node sees it. It is asked beat by beat, in order, what begins in that beat. */
@FunctionalInterface
public interface Scene {

  /** Puts down what the node will say because of what begins in the beat, however much later it says it. */
  void plan(Beat beat);
}
