package org.jamtart.replay.server;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogFormatException;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogSettings;
import org.jamtart.replay.range.LogRange;
import org.jamtart.replay.range.RangePlan;
import org.jamtart.replay.range.RangeReader;
import org.jamtart.replay.range.Span;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * The introductions of sessions that were open when the range began. A session's name is a UUIDv7, which tells when it
 * was made: its introduction follows within the time that a gateway gives a node for it. One thread, one partition.
 */
final class Openings {

  private static final Duration BEFORE = Duration.ofMinutes(1);
  private static final Duration WITHIN = Duration.ofHours(1);
  private static final Duration POLL = Duration.ofMillis(500);

  private final LogSettings log;
  private final LogRange range;
  private final int partition;
  private final Map<UUID, Open> seen = new HashMap<>();

  Openings(LogSettings log, LogRange range, int partition) {
    this.log = log;
    this.range = range;
    this.partition = partition;
  }

  /** The introduction of a session; null when the log has none. */
  @Nullable
  Open find(UUID session) {
    Open known = seen.get(session);
    if (known != null || session.version() != 7) {
      return known;
    }
    var made = Instant.ofEpochMilli(session.getMostSignificantBits() >>> 16);
    if (!made.minus(BEFORE).isBefore(range.from())) {
      return null;
    }
    var earlier = new LogRange(made.minus(BEFORE), made.plus(WITHIN), range.nodes());
    List<Span> spans = RangePlan.of(log, earlier)
        .spans()
        .stream()
        .filter(span -> span.partition() == partition)
        .toList();
    try (var reader = new RangeReader(log, "tart-replay-openings-" + partition, spans)) {
      while (!reader.done() && !seen.containsKey(session)) {
        reader.poll(POLL).forEach(this::note);
      }
    }
    return seen.get(session);
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (range.nodes().isEmpty() || range.nodes().contains(keyOf(record))) {
        if (LogCodec.decode(record) instanceof Open open) {
          seen.putIfAbsent(open.session().session(), open);
        }
      }
    } catch (LogFormatException e) {
      // none of ours: it introduces nobody
    }
  }

  private static @Nullable Bytes32 keyOf(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    return key == null || key.length != Bytes32.SIZE
        ? null
        : Bytes32.of(key);
  }
}
