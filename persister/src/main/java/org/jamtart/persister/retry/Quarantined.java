package org.jamtart.persister.retry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jamtart.log.EventNumber;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.persister.time.Times;
import org.jamtart.store.QuarantineGroupRow.Key;
import org.jspecify.annotations.Nullable;

/**
 * A frame in quarantine.
 *
 * @param number   of its node in the tables
 * @param session  number of its session in the tables
 * @param bytes    without the length prefix
 */
@SuppressWarnings("ArrayRecordComponent") // as the row has them
record Quarantined(Instant received, UUID id, int partition, long offset, int number, long session,
    SessionRef ref, long seq, @Nullable Long eventId, short type, String reason, byte[] bytes) {

  /** The run that it would be if it had come alone. */
  Run run() {
    byte[] frame = ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(bytes.length)
        .put(bytes)
        .array();
    return new Run(ref, Times.micros(received), seq,
        eventId == null ? EventNumber.UNKNOWN : new EventNumber(eventId, true), 1, frame);
  }

  /** The group that counts it. */
  Key group() {
    return new Key(received.truncatedTo(ChronoUnit.HOURS), number, partition, reason, type);
  }
}
