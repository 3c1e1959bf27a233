package org.jamtart.gateway.publish;

import org.jamtart.log.LogRecord;

/** Takes records for the log. Records of one key are stored in the order in which they were given. */
public interface LogWriter {

  /**
   * Sends a record; never blocks, never throws. Thread-safe.
   *
   * @param then hears what became of it
   */
  void write(LogRecord record, Acknowledgement then);
}
