package org.jamtart.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records of the log to and from Kafka's records. Stateless, thread-safe. */
public final class LogCodec {

  /** Version of the layout, the value of header {@code tart}. */
  public static final String LAYOUT = "1";

  static final String TART = "tart";
  static final String KIND = "kind";
  static final String SESSION = "session";
  static final String GATEWAY = "gateway";
  static final String SEQ = "seq";
  static final String EVENT_ID = "event-id";
  static final String FRAMES = "frames";
  static final String PROTOCOL = "protocol";
  static final String CORES = "cores";
  static final String RECEIVED = "received";
  static final String REMOTE = "remote";

  private static final JsonMapper JSON = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
      .build();

  /** No connection lasts for more frames; a forged ordinal beyond would make sums of what is missing overflow. */
  private static final long MOST_FRAMES = 1L << 48;

  private static final Header LAYOUT_HEADER = header(TART, LAYOUT);
  private static final byte[] NOTHING = {};

  private enum Kind {
    OPEN, RUN, CLOSE, GATEWAY;

    final Header header = LogCodec.header(KIND, name().toLowerCase(Locale.ROOT));
  }

  private LogCodec() {}

  /** The record for Kafka's producer; its partition is left to the key. */
  public static ProducerRecord<byte[], byte[]> encode(String topic, LogRecord record) {
    return switch (record) {
      case Open open -> ofSession(topic, Kind.OPEN, open, 0, EventNumber.FIRST, 0, open.nodeInformation());
      case Run run -> ofSession(topic, Kind.RUN, run, run.seq(), run.eventId(), run.count(), run.frames());
      case Close close ->
        ofSession(topic, Kind.CLOSE, close, close.seq(), close.eventId(), 0,
            JSON.writeValueAsBytes(close.end()));
      case Heartbeat beat -> {
        var headers = new RecordHeaders(List.of(LAYOUT_HEADER, Kind.GATEWAY.header,
            header(GATEWAY, beat.gateway().toString()), header(RECEIVED, Long.toString(beat.received()))));
        yield new ProducerRecord<>(topic, null, beat.received() / 1000, bytes(beat.gateway()),
            JSON.writeValueAsBytes(beat.state()), headers);
      }
    };
  }

  private static ProducerRecord<byte[], byte[]> ofSession(String topic, Kind kind, LogRecord.OfSession record,
      long seq, EventNumber eventId, int frames, byte[] value) {
    SessionRef session = record.session();
    var headers = new RecordHeaders(new Header[]{LAYOUT_HEADER, kind.header,
        header(SESSION, session.session().toString()), header(GATEWAY, session.gateway().toString()),
        header(SEQ, Long.toString(seq)), header(EVENT_ID, eventId.toString()),
        header(FRAMES, Integer.toString(frames)), header(PROTOCOL, Integer.toString(session.protocol())),
        header(CORES, Integer.toString(session.cores())),
        header(RECEIVED, Long.toString(record.received()))});
    if (record instanceof Open open && open.remote() != null) {
      headers.add(header(REMOTE, open.remote()));
    }
    return new ProducerRecord<>(topic, null, record.received() / 1000, session.node().toByteArray(), value,
        headers);
  }

  /**
   * Reads a record of the topic.
   *
   * @throws LogFormatException when it is not a record of this layout; the message says what is wrong with which
   *     header, key or value
   */
  public static LogRecord decode(ConsumerRecord<byte[], byte[]> record) {
    Headers headers = record.headers();
    String layout = text(headers, TART);
    if (!layout.equals(LAYOUT)) {
      throw new LogFormatException("header tart is '" + layout + "', this version reads " + LAYOUT);
    }
    byte[] key = record.key() == null ? NOTHING : record.key();
    byte[] value = record.value() == null ? NOTHING : record.value();
    String kind = text(headers, KIND);
    if (number(headers, RECEIVED) / 1000 != record.timestamp()) {
      // Kafka finds records by their timestamp and refuses some by it: a different one would be believed unchecked.
      throw new LogFormatException("header received is " + text(headers, RECEIVED)
          + " microseconds, the record's timestamp " + record.timestamp() + " milliseconds");
    }
    return switch (kind) {
      case "open" ->
        new Open(session(headers, key), number(headers, RECEIVED), textOrNull(headers, REMOTE), value);
      case "run" -> run(headers, key, value);
      case "close" -> new Close(session(headers, key), number(headers, RECEIVED), seq(headers),
          eventId(headers), json(value, SessionEnd.class));
      case "gateway" -> new Heartbeat(uuid(headers, GATEWAY), number(headers, RECEIVED),
          json(value, GatewayState.class));
      default ->
        throw new LogFormatException("header kind is '" + kind + "', not open, run, close or gateway");
    };
  }

  private static Run run(Headers headers, byte[] key, byte[] value) {
    int count = number(headers, FRAMES, 1, Integer.MAX_VALUE);
    var run = new Run(session(headers, key), number(headers, RECEIVED), seq(headers),
        eventId(headers),
        count, value);
    int found = 0;
    for (FrameCursor cursor = run.cursor(); cursor.next();) {
      found++;
    }
    if (found != count) {
      throw new LogFormatException("header frames says " + count + ", the value has " + found);
    }
    return run;
  }

  private static SessionRef session(Headers headers, byte[] key) {
    if (key.length != Bytes32.SIZE) {
      throw new LogFormatException("the key has " + key.length + " bytes, a peer id has " + Bytes32.SIZE);
    }
    return new SessionRef(Bytes32.of(key), uuid(headers, SESSION), uuid(headers, GATEWAY),
        number(headers, PROTOCOL, 0, 1), number(headers, CORES, 1, 0xffff));
  }

  private static long seq(Headers headers) {
    long seq = number(headers, SEQ);
    if (seq > MOST_FRAMES) {
      throw new LogFormatException("header seq is " + seq + ", not from 0 to 2^48");
    }
    return seq;
  }

  private static EventNumber eventId(Headers headers) {
    String text = text(headers, EVENT_ID);
    try {
      return EventNumber.parse(text);
    } catch (NumberFormatException e) {
      throw new LogFormatException("header event-id is '" + text + "', not an unsigned number or 'unknown'",
          e);
    }
  }

  private static long number(Headers headers, String name) {
    String text = text(headers, name);
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, with the negative ones
    }
    throw new LogFormatException("header " + name + " is '" + text + "', not a number from 0 to 2^63 - 1");
  }

  private static int number(Headers headers, String name, int least, int most) {
    long value = number(headers, name);
    if (value < least || value > most) {
      throw new LogFormatException("header " + name + " is " + value + ", not from " + least + " to " + most);
    }
    return (int) value;
  }

  private static UUID uuid(Headers headers, String name) {
    String text = text(headers, name);
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new LogFormatException("header " + name + " is '" + text + "', not a UUID", e);
    }
  }

  private static String text(Headers headers, String name) {
    String text = textOrNull(headers, name);
    if (text == null) {
      throw new LogFormatException("header " + name + " is missing");
    }
    return text;
  }

  private static @Nullable String textOrNull(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), US_ASCII);
  }

  private static <T> T json(byte[] value, Class<T> type) {
    try {
      T read = JSON.readValue(value, type);
      if (read != null) {
        return read;
      }
    } catch (JacksonException e) {
      throw new LogFormatException("the value is not the JSON of a " + type.getSimpleName() + ": "
          + e.getOriginalMessage(), e);
    }
    throw new LogFormatException("the value is null, not the JSON of a " + type.getSimpleName());
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(US_ASCII));
  }

  private static byte[] bytes(UUID uuid) {
    return ByteBuffer.allocate(16)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }
}
