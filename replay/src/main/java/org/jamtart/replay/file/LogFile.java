package org.jamtart.replay.file;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The layout of an export: {@code docs/log-format.md}, "The export file". */
final class LogFile {

  /** The first bytes of a file. */
  static final byte[] MAGIC = "TARTLOG1".getBytes(StandardCharsets.US_ASCII);

  /** Kind of the first block: what the file is, JSON. */
  static final byte HEAD = 'H';

  /** Kind of a block with one record. */
  static final byte RECORD = 'R';

  /** Kind of the last block: how much there is, JSON. */
  static final byte END = 'E';

  /** Largest block, in bytes. */
  static final int MAX_BLOCK = 16 << 20;

  private LogFile() {}

  /**
   * What a file is.
   *
   * @param topic      name of the topic that it was read from
   * @param from       beginning of its range, RFC 3339
   * @param to         end of its range, exclusive
   * @param nodes      peer ids whose records were taken, hex; empty for all
   * @param exportedAt when
   */
  record Head(String topic, String from, String to, List<String> nodes, String exportedAt) {}

  /** How much is in a file; at its end, so that a file that was cut short is known for it. */
  record End(long records) {}
}
