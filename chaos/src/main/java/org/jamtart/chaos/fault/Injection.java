package org.jamtart.chaos.fault;

import java.util.random.RandomGenerator;
import org.jamtart.chaos.cluster.Cluster;

/** Breaks something. */
@FunctionalInterface
interface Injection {

  /**
   * Does it, and undoes what is to be undone; returns when nothing more is done to the cluster, which then has to recover by itself.
   *
   * @return {@link System#nanoTime()} from which on it could recover: of a kill the kill itself, of an outage its end
   */
  long into(Cluster cluster, RandomGenerator random) throws InterruptedException;
}
