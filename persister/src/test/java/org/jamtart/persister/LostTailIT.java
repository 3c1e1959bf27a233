package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jamtart.embedded.kafka.EmbeddedKafka;
import org.jamtart.embedded.kafka.KafkaSettings;
import org.jamtart.persister.position.LogRefusedException;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that loses the end of its log, as a power failure can make it, and is written to since. */
@TartTest
class LostTailIT {

  private static final String TOPIC = "lost-tail";

  @Test
  void a_log_that_lost_what_the_tables_have_and_was_filled_again_is_refused(TestScope scope,
      @TempDir Path directory)
      throws Exception {
    KafkaSettings settings = KafkaSettings.in(directory.resolve("kafka"));
    var tables = new Tables(scope.database());
    Connection connection = Connection.of(1);
    long kept;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(settings);
        TestLog log = TestLog.on(kafka.bootstrapServers(), TOPIC)) {
      write(log, connection, 5);
      kept = Files.size(segment(directory));
      write(log, connection, 5);
      try (var persister = RunningPersister.start(log.settings, scope.database())) {
        log.flush();
      }
      assertThat(tables.row("select next_offset, leader_epoch from log_position where next_offset > 0"))
          .containsEntry("next_offset", 10L)
          .containsEntry("leader_epoch", 0);
    }
    cut(directory, kept);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(settings);
        TestLog log = TestLog.on(kafka.bootstrapServers(), TOPIC)) {
      Connection since = Connection.of(1);
      write(log, since, 10);
      assertThatThrownBy(() -> RunningPersister.start(log.settings, scope.database())).rootCause()
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("that the log has lost")
          .hasMessageContaining("tart adopt-log");
      try (var persister = RunningPersister.start(log.settings, scope.database(),
          "--tart.persister.adopt-log=true")) {
        log.flush();
        assertThat(tables.number("select count(*) from event")).as("10 from before, 10 since").isEqualTo(20);
        assertThat(tables.number("select sum(missing)::bigint from session")).isZero();
      }
    }
  }

  private static void write(TestLog log, Connection connection, int frames) throws Exception {
    for (int i = 0; i < frames; i++) {
      log.send(log.in(0, connection));
      log.acknowledged(); // a batch each, so that the file can be cut between two of them
    }
  }

  private static Path segment(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.endsWith(Path.of(TOPIC + "-0", "00000000000000000000.log")))
          .findAny()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void cut(Path directory, long size) throws IOException {
    try (FileChannel file = FileChannel.open(segment(directory), StandardOpenOption.WRITE)) {
      file.truncate(size);
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : List.copyOf(files.toList())) {
        if (file.endsWith(".kafka_cleanshutdown")) {
          Files.delete(file); // the broker looks at the end of its log
        }
      }
    }
  }
}
