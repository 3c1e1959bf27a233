package org.jamtart.replay.file;

import java.util.concurrent.atomic.AtomicLong;

/** What an export or an import has done so far. Written by its thread, read by any. */
public final class TransferCounters {

  private final AtomicLong read = new AtomicLong();
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong present = new AtomicLong();

  TransferCounters() {}

  void read(long records) {
    read.addAndGet(records);
  }

  void kept(long records, long size) {
    kept.set(records);
    bytes.set(size);
  }

  void wasThere() {
    present.incrementAndGet();
  }

  /** Records looked at. */
  public long read() {
    return read.get();
  }

  /** Records written. */
  public long written() {
    return kept.get();
  }

  /** Bytes written: of the file, or of the records' values. */
  public long bytes() {
    return bytes.get();
  }

  /** Records that were left out, since the log has them. */
  public long present() {
    return present.get();
  }
}
