package org.jamtart.benchmarks.persister;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jamtart.benchmarks.load.Mix;
import org.jamtart.benchmarks.load.NodeStream;
import org.jamtart.log.EventNumber;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogRecord.SessionRef;

/** Records of the log as a consumer gets them, made without a log. */
final class Recordings {

  private static final int FRAMES_A_RUN = 8;
  private static final String TOPIC = "bench";

  private Recordings() {}

  /** The nodes of a mix that are of one of several parts. */
  static List<NodeStream> part(Mix mix, int part, int parts) {
    List<NodeStream> nodes = new ArrayList<>();
    for (int i = part; i < mix.nodes().size(); i += parts) {
      nodes.add(mix.nodes().get(i));
    }
    return nodes;
  }

  /** A session for each node. */
  static List<SessionRef> sessions(List<NodeStream> nodes) {
    return nodes.stream()
        .map(node -> new SessionRef(node.information().peerId(), UUID.randomUUID(), new UUID(0, 1),
            node.protocol().version(), node.protocol().cores()))
        .toList();
  }

  /**
   * What the nodes say in their sessions, in runs of all nodes in turn.
   *
   * @param offset of the first record
   */
  static List<ConsumerRecord<byte[], byte[]>> records(List<NodeStream> nodes, List<SessionRef> sessions,
      int partition, long offset) {
    long received = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    int longest = nodes.stream().mapToInt(NodeStream::frames).max().orElse(0);
    for (int from = 0; from < longest; from += FRAMES_A_RUN) {
      for (int i = 0; i < nodes.size(); i++) {
        NodeStream node = nodes.get(i);
        int to = Math.min(from + FRAMES_A_RUN, node.frames());
        if (from < to) {
          byte[] frames = Arrays.copyOfRange(node.bytes(), node.start(from), node.start(to));
          var run = new Run(sessions.get(i), received, from, new EventNumber(from, true), to - from, frames);
          records.add(consumed(LogCodec.encode(TOPIC, run), partition, offset + records.size()));
        }
      }
    }
    return records;
  }

  private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> record, int partition,
      long offset) {
    return new ConsumerRecord<>(record.topic(), partition, offset, record.timestamp(),
        TimestampType.CREATE_TIME,
        record.key().length, record.value().length, record.key(), record.value(), record.headers(),
        Optional.empty());
  }

  /** Events of nodes. */
  static long events(List<NodeStream> nodes) {
    return nodes.stream().mapToLong(NodeStream::frames).sum();
  }
}
