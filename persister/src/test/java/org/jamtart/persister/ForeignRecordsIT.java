package org.jamtart.persister;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jamtart.log.LogCodec;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records that anything can put on the topic: each is a row in quarantine, and the one behind it is stored. */
@TartTest
class ForeignRecordsIT {

  private static final byte[] GARBAGE = new byte[1_000_000];

  static {
    Arrays.fill(GARBAGE, (byte) 0xa5);
  }

  /** What is wrong with a record, by the word that its message has to say. */
  private static Map<UnaryOperator<ProducerRecord<byte[], byte[]>>, String> wrongs() {
    Map<UnaryOperator<ProducerRecord<byte[], byte[]>>, String> wrongs = new LinkedHashMap<>();
    wrongs.put(good -> new ProducerRecord<>(good.topic(), 0, good.timestamp(), null, null, List.of()),
        "tart");
    wrongs.put(good -> with(good, "tart", "2"), "'2'");
    wrongs.put(good -> with(good, "tart", null), "tart");
    wrongs.put(good -> with(good, "kind", "ru\0n"), "kind");
    wrongs.put(good -> with(good, "session", "nobody"), "session");
    wrongs.put(good -> with(good, "gateway", ""), "gateway");
    wrongs.put(good -> with(good, "seq", "-1"), "seq");
    wrongs.put(good -> with(good, "seq", "9223372036854775807"), "seq");
    wrongs.put(good -> with(good, "seq", "9223372036854775808"), "seq");
    wrongs.put(good -> with(good, "event-id", "18446744073709551616"), "event-id");
    wrongs.put(good -> with(good, "frames", "2"), "frames");
    wrongs.put(good -> with(good, "protocol", "7"), "protocol");
    wrongs.put(good -> with(good, "cores", "0"), "cores");
    wrongs.put(good -> with(good, "received", "yesterday"), "received");
    wrongs.put(good -> with(good, "kind", "close"), "JSON");
    wrongs.put(good -> of(good, new byte[31], good.value()), "31 bytes");
    wrongs.put(good -> of(good, good.key(), Arrays.copyOf(good.value(), good.value().length - 1)), "middle");
    wrongs.put(good -> of(good, good.key(), null), "frames");
    wrongs.put(good -> of(good, good.key(), GARBAGE), "announces");
    return wrongs;
  }

  private static ProducerRecord<byte[], byte[]> of(ProducerRecord<byte[], byte[]> good, byte[] key,
      byte @Nullable [] value) {
    return new ProducerRecord<>(good.topic(), 0, good.timestamp(), key, value, good.headers());
  }

  private static ProducerRecord<byte[], byte[]> with(ProducerRecord<byte[], byte[]> good, String header,
      @Nullable String value) {
    good.headers().remove(header);
    if (value != null) {
      good.headers().add(header, value.getBytes(US_ASCII));
    }
    return of(good, good.key(), good.value());
  }

  @Test
  void a_record_that_is_not_ours_in_whatever_respect_is_kept_whole_and_passed(TestScope scope)
      throws Exception {
    TestLog log = TestLog.of(scope);
    var tables = new Tables(scope.database());
    Connection honest = Connection.of(1);
    for (UnaryOperator<ProducerRecord<byte[], byte[]>> wrong : wrongs().keySet()) {
      Connection other = Connection.of(2);
      log.send(wrong.apply(LogCodec.encode(log.settings.topic(), other.run(Connection.sync(other.now())))));
      log.send(log.in(0, honest));
    }
    List<RecordMetadata> where = log.acknowledged();
    try (var persister = RunningPersister.start(log.settings, scope.database())) {
      log.flush();
      List<Map<String, @Nullable Object>> rows = tables
          .rows("select position, reason, message, bytes from quarantine order by position");
      assertThat(rows).extracting(row -> row.get("position"))
          .containsExactlyElementsOf(IntStream.range(0, wrongs().size())
              .mapToObj(i -> (Object) where.get(2 * i).offset())
              .toList());
      assertThat(rows).extracting(row -> row.get("reason")).containsOnly("not_tart");
      List<String> words = List.copyOf(wrongs().values());
      for (int i = 0; i < words.size(); i++) {
        assertThat((String) rows.get(i).get("message")).contains(words.get(i));
      }
      assertThat((byte[]) rows.get(rows.size() - 1).get("bytes")).isEqualTo(GARBAGE);
      assertThat(tables.number("select count(*) from event")).isEqualTo(wrongs().size());
      assertThat(tables.number("select count(*) from session")).isEqualTo(1);
      assertThat(tables.number("select duplicates + missing from session")).isZero();
      assertThat(persister.metric("tart_persister_retries")).isZero();
    }
  }
}
