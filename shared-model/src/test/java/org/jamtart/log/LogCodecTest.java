package org.jamtart.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jamtart.log.GatewayState.Phase;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.wire.Bytes32;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogCodecTest {

  private static final UUID SESSION = UUID.fromString("01932d5e-0000-7000-8000-000000000001");
  private static final UUID GATEWAY = UUID.fromString("01932d5e-0000-7000-8000-0000000000aa");
  private static final byte[] PEER = HexFormat.of().parseHex("0123456789abcdef".repeat(4));
  private static final SessionRef REF = new SessionRef(Bytes32.of(PEER), SESSION, GATEWAY, 1, 341);
  /** Two frames, the second one empty. */
  private static final byte[] TWO_FRAMES = HexFormat.of().parseHex("03000000" + "aabbcc" + "00000000");

  static Stream<LogRecord> records() {
    return Stream.of(new Open(REF, 1_795_377_600_123_456L, "[2001:db8::1]:40000", new byte[]{1, 2, 3}),
        new Open(REF, 7, null, new byte[]{}),
        new Run(REF, 1_795_377_600_123_456L, 1L << 48, new EventNumber(-1, true), 2, TWO_FRAMES),
        new Run(REF, 5, 0, EventNumber.UNKNOWN, 2, TWO_FRAMES),
        new Close(REF, 9, 12, new EventNumber(4711, true),
            new SessionEnd(EndReason.CONNECTION_LOST, false, 12, 1200, 3, 1, 2)),
        new Heartbeat(GATEWAY, 1_795_377_600_123_456L, new GatewayState("gateway-1", Phase.BEAT, 8, 1024)));
  }

  @ParameterizedTest
  @MethodSource("records")
  void what_is_written_is_read(LogRecord record) {
    assertThat(LogCodec.decode(consumed(LogCodec.encode("t", record)))).usingRecursiveComparison()
        .isEqualTo(record);
  }

  @Test
  void a_run_has_the_headers_that_the_documentation_names() {
    var record = LogCodec.encode("t",
        new Run(REF, 1_795_377_600_123_456L, 7, new EventNumber(-1, true), 2, TWO_FRAMES));

    assertThat(headers(record))
        .isEqualTo(Map.of("tart", "1", "kind", "run", "session", SESSION.toString(), "gateway",
            GATEWAY.toString(), "seq", "7", "event-id", "18446744073709551615", "frames", "2", "protocol",
            "1", "cores", "341",
            "received", "1795377600123456"));
    assertThat(record.key()).isEqualTo(PEER);
    assertThat(record.value()).isEqualTo(TWO_FRAMES);
    assertThat(record.timestamp()).isEqualTo(1_795_377_600_123L);
    assertThat(record.partition()).isNull();
  }

  @Test
  void the_values_of_close_and_gateway_are_json() {
    var close = LogCodec.encode("t", new Close(REF, 9, 12, EventNumber.UNKNOWN,
        new SessionEnd(EndReason.NODE_CLOSED, true, 12, 1200, 3, 1, 0)));
    var beat = LogCodec.encode("t", new Heartbeat(GATEWAY, 9, new GatewayState("a", Phase.START, 8, 0)));

    assertThat(new String(close.value(), US_ASCII)).isEqualTo("{\"reason\":\"node_closed\",\"complete\":true,"
        + "\"frames\":12,\"bytes\":1200,\"malformed\":3,\"unknown\":1,\"partial_bytes\":0}");
    assertThat(new String(beat.value(), US_ASCII))
        .isEqualTo("{\"name\":\"a\",\"phase\":\"start\",\"started_at\":8,\"connections\":0}");
  }

  @Test
  void a_cursor_finds_every_frame_with_its_ordinal() {
    FrameCursor cursor = new Run(REF, 0, 41, EventNumber.FIRST, 2, TWO_FRAMES).cursor();

    assertThat(cursor.next()).isTrue();
    assertThat(new long[]{cursor.seq(), cursor.offset(), cursor.length()}).containsExactly(41, 4, 3);
    assertThat(cursor.next()).isTrue();
    assertThat(new long[]{cursor.seq(), cursor.offset(), cursor.length()}).containsExactly(42, 11, 0);
    assertThat(cursor.next()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"tart|2|header tart is '2'", "kind|ruin|header kind is 'ruin'",
      "seq|-1|header seq is '-1'", "seq|1e3|header seq is '1e3'", "session|x|header session is 'x'",
      "event-id|18446744073709551616|header event-id is", "frames|3|header frames says 3, the value has 2",
      "frames|0|header frames is 0", "protocol|2|header protocol is 2", "cores|0|header cores is 0",
      "cores|65536|header cores is 65536", "received||header received is ''"})
  void a_wrong_header_is_named(String header, String value, String message) {
    var record = LogCodec.encode("t", new Run(REF, 9, 0, EventNumber.FIRST, 2, TWO_FRAMES));
    record.headers().remove(header).add(header, Optional.ofNullable(value).orElse("").getBytes(US_ASCII));

    assertThatThrownBy(() -> LogCodec.decode(consumed(record))).isInstanceOf(LogFormatException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"tart", "kind", "session", "gateway", "seq", "event-id", "frames", "protocol", "cores",
      "received"})
  void a_missing_header_is_named(String header) {
    var record = LogCodec.encode("t", new Run(REF, 9, 0, EventNumber.FIRST, 2, TWO_FRAMES));
    record.headers().remove(header);

    assertThatThrownBy(() -> LogCodec.decode(consumed(record))).isInstanceOf(LogFormatException.class)
        .hasMessageContaining("header " + header + " is missing");
  }

  @ParameterizedTest
  @CsvSource({"''", "01", "010000", "01000000", "01000000aabb", "ffffffff00"})
  void a_run_that_ends_inside_a_frame_is_refused(String hex) {
    byte[] frames = HexFormat.of().parseHex(hex);
    var record = LogCodec.encode("t", new Run(REF, 9, 0, EventNumber.FIRST, 1, frames));

    assertThatThrownBy(() -> LogCodec.decode(consumed(record))).isInstanceOf(LogFormatException.class);
  }

  @Test
  void a_record_without_key_value_and_headers_is_refused() {
    var record = new ProducerRecord<byte[], byte[]>("t", null, null);

    assertThatThrownBy(() -> LogCodec.decode(consumed(record))).isInstanceOf(LogFormatException.class);
  }

  @Test
  void an_end_of_a_later_version_is_read() {
    var record = LogCodec.encode("t", new Close(REF, 9, 1, EventNumber.FIRST,
        new SessionEnd(EndReason.IDLE, true, 1, 10, 0, 0, 0)));
    byte[] later = new String(record.value(), US_ASCII).replace("idle", "abducted")
        .replace("}", ",\"x\":1}")
        .getBytes(US_ASCII);
    var changed = new ProducerRecord<>("t", null, record.timestamp(), record.key(), later, record.headers());

    assertThat(LogCodec.decode(consumed(changed))).isInstanceOfSatisfying(Close.class,
        close -> assertThat(close.end().reason()).isEqualTo(EndReason.OTHER));
  }

  private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> sent) {
    Headers headers = new RecordHeaders(sent.headers().toArray());
    long timestamp = sent.timestamp() == null ? 0 : sent.timestamp();
    return new ConsumerRecord<>("t", 0, 0, timestamp, TimestampType.CREATE_TIME, 0, 0, sent.key(),
        sent.value(), headers,
        Optional.empty());
  }

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), US_ASCII));
    }
    return headers;
  }
}
