package org.jamtart.persister.batch;

import java.time.Duration;

/** Is told what was stored. Called on the consumers' threads. */
public interface StoreListener {

  /** A transaction was committed. */
  void committed(Tally tally, Duration took);
}
