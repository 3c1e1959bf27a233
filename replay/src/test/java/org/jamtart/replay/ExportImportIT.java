package org.jamtart.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogRecord;
import org.jamtart.replay.file.Export;
import org.jamtart.replay.file.Import;
import org.jamtart.replay.range.LogRange;
import org.jamtart.replay.range.RangePlan;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that goes through a file. */
@SuppressWarnings("NullAway.Init")
class ExportImportIT {

  private static final long SECOND = 1_000_000;
  private static final long T = System.currentTimeMillis() * 1000 - 3600 * SECOND;
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir
  Path directory;
  private TestScope scope;
  private ReplayLog log;
  private ReplayLog other;

  @BeforeEach
  void open() throws Exception {
    scope = TestScope.open("export");
    log = new ReplayLog(scope, scope.topic());
    other = new ReplayLog(scope, scope.infra().newTopic("import", 3));
    List<Talk> talks = new ArrayList<>();
    for (int node = 0; node < 10; node++) {
      Talk talk = new Talk(node, T);
      for (int i = 0; i < 5; i++) {
        talk.run(T + i * SECOND, 10);
      }
      talks.add(talk.close(T + 10 * SECOND));
    }
    log.write(talks.toArray(Talk[]::new));
    // None of ours: they travel as they are.
    log.send(List.of(new ProducerRecord<>(log.settings.topic(), 0, T / 1000, null, null, List.of()),
        new ProducerRecord<>(log.settings.topic(), 1, T / 1000, "key".getBytes(US_ASCII), new byte[]{1, 2},
            List.of(new RecordHeader("empty", null), new RecordHeader("twice", new byte[]{1}),
                new RecordHeader("twice", new byte[]{2})))));
  }

  @AfterEach
  void close() throws Exception {
    scope.close();
  }

  @Test
  void what_was_exported_comes_back_whole_and_in_order() throws Exception {
    Path file = export();

    add(other, file);

    assertThat(byKey(other)).isEqualTo(byKey(log));
    assertThat(other.read()).hasSize(72);
  }

  @Test
  void a_second_import_adds_nothing_and_an_interrupted_one_is_finished() throws Exception {
    Path file = export();
    List<ProducerRecord<byte[], byte[]>> some = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : log.read()) {
      if (record.offset() < 9) {
        some.add(new ProducerRecord<>(other.settings.topic(), null, record.timestamp(), record.key(),
            record.value(), record.headers()));
      }
    }
    other.send(some);

    assertThat(add(other, file).counters().written()).isEqualTo(72 - some.size());
    Import again = add(other, file);

    assertThat(again.counters().written()).isZero();
    assertThat(again.counters().present()).isEqualTo(72);
    assertThat(byKey(other)).isEqualTo(byKey(log));
  }

  @Test
  void what_belongs_before_records_that_are_there_is_refused_and_nothing_is_written() throws Exception {
    Path file = export();
    List<ProducerRecord<byte[], byte[]>> late = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : log.read()) {
      if (record.key() != null && record.key().length == 32
          && LogCodec.decode(record) instanceof LogRecord.Run run && run.seq() == 40) {
        late.add(new ProducerRecord<>(other.settings.topic(), null, record.timestamp(), record.key(),
            record.value(), record.headers()));
      }
    }
    other.send(late);

    assertThatThrownBy(() -> add(other, file)).isInstanceOf(ReplayException.class)
        .hasMessageContaining("belongs before records that topic " + other.settings.topic());
    assertThat(other.read()).hasSize(10);
  }

  @Test
  void records_that_the_log_would_drop_at_once_are_refused() throws Exception {
    Path file = export();
    assertThatThrownBy(() -> new Import(other.settings, Clock.systemUTC()).run(file, Duration.ofMinutes(30)))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("tart.log.retention");
    assertThat(other.read()).isEmpty();
  }

  @Test
  void a_file_that_was_cut_or_changed_is_refused_before_anything_is_written() throws Exception {
    byte[] whole = Files.readAllBytes(export());
    for (int length : new int[]{0, 5, whole.length / 2, whole.length - 1}) {
      Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> add(other, cut)).isInstanceOf(ReplayException.class);
    }
    for (int at = 3; at < whole.length; at += 97) {
      byte[] changed = whole.clone();
      changed[at] ^= 4;
      Path bad = Files.write(directory.resolve("bad"), changed);
      assertThatThrownBy(() -> add(other, bad)).as("byte %d", at).isInstanceOf(ReplayException.class);
    }
    assertThat(other.read()).isEmpty();
  }

  @Test
  void a_file_that_is_there_is_not_written_over_and_only_the_range_and_the_nodes_are_taken()
      throws Exception {
    Path file = export();
    assertThatThrownBy(this::export).isInstanceOf(ReplayException.class)
        .hasMessageContaining("is there already");

    var node = Fixtures.peerId(3);
    Path one = directory.resolve("one");
    new Export(log.settings, RangePlan.of(log.settings, new LogRange(ReplayLog.instant(T + SECOND),
        ReplayLog.instant(T + 3 * SECOND), Set.of(node))), Clock.systemUTC()).run(one);
    add(other, one);

    assertThat(Files.size(one)).isLessThan(Files.size(file));
    assertThat(other.read()).hasSize(2).allMatch(record -> Arrays.equals(record.key(), node.toByteArray()));
  }

  private Path export() throws IOException {
    Path file = directory.resolve("log.tart");
    new Export(log.settings, log.plan(T, T + 3600 * SECOND), Clock.systemUTC()).run(file);
    return file;
  }

  private static Import add(ReplayLog to, Path file) throws Exception {
    var imported = new Import(to.settings, Clock.systemUTC());
    imported.run(file, WEEK);
    return imported;
  }

  /** What each key's records say, in their order. */
  private static Map<String, List<List<Object>>> byKey(ReplayLog log) {
    Map<String, List<List<Object>>> records = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : log.read()) {
      List<Object> said = new ArrayList<>();
      said.add(record.timestamp());
      said.add(record.value() == null ? "null" : ByteBuffer.wrap(record.value()));
      record.headers()
          .forEach(header -> said
              .add(header.key() + "=" + Arrays.toString(header.value())));
      records.computeIfAbsent(Arrays.toString(record.key()), key -> new ArrayList<>()).add(said);
    }
    return records;
  }
}
