package org.jamtart.replay.range;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jamtart.replay.ReplayException;
import org.jamtart.wire.Bytes32;

/**
 * What to take of the log: records whose timestamp, the receipt by the gateway in milliseconds, lies within [from, to).
 *
 * @param nodes whose records; empty for all. With nodes named, records that are none of TART's are left out, and the
 *              heartbeats of gateways stay, since sessions without an end are judged by them
 */
public record LogRange(Instant from, Instant to, Set<Bytes32> nodes) {

  public LogRange {
    if (!from.isBefore(to)) {
      throw new ReplayException("the range ends at " + to + ", which is not after its beginning, " + from);
    }
    nodes = Set.copyOf(nodes);
  }

  /** Whether the record lies in the range and is of one of the nodes. */
  public boolean admits(ConsumerRecord<byte[], byte[]> record) {
    return record.timestamp() >= from.toEpochMilli() && record.timestamp() < to.toEpochMilli()
        && (nodes.isEmpty() || isOfNodes(record));
  }

  private boolean isOfNodes(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    if (key != null && key.length == Bytes32.SIZE) {
      return nodes.contains(Bytes32.of(key));
    }
    Header kind = record.headers().lastHeader("kind");
    return kind != null && kind.value() != null
        && new String(kind.value(), StandardCharsets.US_ASCII).equals("gateway");
  }
}
