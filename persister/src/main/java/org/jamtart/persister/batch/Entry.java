package org.jamtart.persister.batch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogFormatException;
import org.jamtart.log.LogRecord;
import org.jamtart.persister.projection.ForeignRecord;
import org.jamtart.persister.time.Times;

/** A record of a poll, as far as it can be read. */
sealed interface Entry {

  /** Reason of records that are none of ours. */
  String NOT_TART = "not_tart";

  /** Reason of records that were received in a future that cannot be believed. */
  String IMPLAUSIBLE = "implausible_time";

  /**
   * How far a gateway's clock may be ahead of the database's, a wrong date included: rows beyond it would need partitions that
   * no retention drops.
   */
  Duration MOST_AHEAD = Duration.ofDays(2);

  /** What Kafka delivered. */
  ConsumerRecord<byte[], byte[]> raw();

  /** How many frames are in it. */
  int frames();

  /** A record of the log. */
  record Readable(ConsumerRecord<byte[], byte[]> raw, LogRecord record) implements Entry {
    @Override
    public int frames() {
      return record instanceof LogRecord.Run run ? run.count() : 1;
    }
  }

  /** A record that is kept whole in quarantine. */
  record Foreign(ConsumerRecord<byte[], byte[]> raw, String reason, String message) implements Entry {
    @Override
    public int frames() {
      return 1;
    }

    /** For the projections; a timestamp that no gateway wrote is not believed beyond {@code nowMicros}. */
    ForeignRecord describe(long nowMicros) {
      long written = Math.clamp(raw.timestamp(), 0, nowMicros / 1000) * 1000;
      var id = UUID.nameUUIDFromBytes((raw.topic() + "/" + raw.partition() + "/" + raw.offset())
          .getBytes(StandardCharsets.UTF_8));
      byte[] value = raw.value() == null ? new byte[0] : raw.value();
      return new ForeignRecord(id, raw.partition(), raw.offset(), written, reason, message, value);
    }
  }

  /** Reads a record; what is not ours, or not of this time, is an entry like any other. */
  static Entry of(ConsumerRecord<byte[], byte[]> raw, Instant now) {
    try {
      LogRecord record = LogCodec.decode(raw);
      if (record.received() / 1000 > now.plus(MOST_AHEAD).toEpochMilli()) {
        return new Foreign(raw, IMPLAUSIBLE,
            "received at " + Times.instant(record.received()) + ", more than "
                + MOST_AHEAD.toHours() + " h ahead of the database's clock: set the clock of gateway "
                + gateway(record));
      }
      return new Readable(raw, record);
    } catch (LogFormatException e) {
      return new Foreign(raw, NOT_TART, String.valueOf(e.getMessage()));
    }
  }

  private static UUID gateway(LogRecord record) {
    return switch (record) {
      case LogRecord.OfSession of -> of.session().gateway();
      case LogRecord.Heartbeat beat -> beat.gateway();
    };
  }

  /** Bytes of the record's value. */
  default int bytes() {
    return raw().value() == null ? 0 : raw().value().length;
  }
}
