package org.jamtart.replay.range;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jamtart.wire.Bytes32;

/** What the headers of a record tell without reading it. */
public final class RecordFrames {

  private static final int MOST_DIGITS = 9;

  private RecordFrames() {}

  /** How many frames it has, as its header says; records that are none of TART's say nothing. */
  public static long of(ConsumerRecord<byte[], byte[]> record) {
    Header frames = record.headers().lastHeader("frames");
    if (frames == null || frames.value() == null || frames.value().length > MOST_DIGITS) {
      return 0;
    }
    long number = 0;
    for (byte digit : frames.value()) {
      number = digit >= '0' && digit <= '9' ? number * 10 + digit - '0' : 0;
    }
    return number;
  }

  /** Whether it claims to be of a node. */
  public static boolean isOfNode(ConsumerRecord<byte[], byte[]> record) {
    Header kind = record.headers().lastHeader("kind");
    return record.key() != null && record.key().length == Bytes32.SIZE && kind != null && kind.value() != null
        && !new String(kind.value(), StandardCharsets.US_ASCII).equals("gateway");
  }
}
