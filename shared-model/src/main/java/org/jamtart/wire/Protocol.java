package org.jamtart.wire;

/**
 * What the bytes of a connection mean; the node information message settles it.
 *
 * @param version the telemetry protocol version, 0 or 1; they differ in event 61 alone
 * @param cores the number of cores of the network, 1 to 65,535; it sizes events 10 and 126
 * @param trailing what the receiver makes of bytes after the last field; no node says it
 */
public record Protocol(int version, int cores, TrailingBytes trailing) {
  /** The newest version that is known. */
  public static final int LATEST_VERSION = 1;

  public Protocol {
    if (!isSupported(version)) {
      throw new IllegalArgumentException("protocol version " + version + ": expected 0 or 1");
    }
    if (cores < 1 || cores > 0xffff) {
      throw new IllegalArgumentException("core count " + cores + ": expected 1 to 65535");
    }
  }

  /** Where bytes after the last field make a message malformed. */
  public Protocol(int version, int cores) {
    this(version, cores, TrailingBytes.MALFORMED);
  }

  /** Whether messages of this version can be read. */
  public static boolean isSupported(int version) {
    return version >= 0 && version <= LATEST_VERSION;
  }
}
