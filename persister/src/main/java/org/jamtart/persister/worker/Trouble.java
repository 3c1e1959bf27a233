package org.jamtart.persister.worker;

import java.util.concurrent.TimeUnit;

/**
 * What a worker could not do lately, for the health. What failed is tried again after a minute: two without a failure, and it is
 * well. Written by one thread, read by any.
 */
public final class Trouble {

  private volatile String about = "";
  private volatile long until = System.nanoTime();

  /** Something went wrong. */
  public void found(String what) {
    about = what;
    until = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
  }

  /** What went wrong lately; empty if nothing did. */
  public String lately() {
    return System.nanoTime() - until < 0 ? about : "";
  }
}
