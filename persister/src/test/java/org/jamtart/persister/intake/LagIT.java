package org.jamtart.persister.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jamtart.log.GroupLag;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.health.LagMonitor;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;

/** How far the tables are behind, at times of the test's own; nothing reads the log. */
@TartTest
class LagIT {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void a_look_that_fails_is_shown_and_does_not_end_the_looking(TestScope scope) {
    var log = new LogSettings(scope.bootstrapServers(), scope.topic(), scope.group(), 0, 0,
        Duration.ofHours(10), 0);
    var progress = new Progress();
    progress.opened(0, START.toEpochMilli());
    Admin admin = LogClients.admin(log, "lag-closed");
    var monitor = new LagMonitor(new GroupLag(admin, log), progress, log,
        Clock.fixed(START, ZoneOffset.UTC), new SimpleMeterRegistry());
    monitor.look();
    assertThat(monitor.trouble()).isEmpty();
    admin.close();
    monitor.look();
    assertThat(monitor.trouble()).contains("the lag is not known");
  }

  @Test
  void a_lag_past_half_of_the_logs_retention_alarms_and_a_silence_does_not(TestScope scope) throws Exception {
    var log = new LogSettings(scope.bootstrapServers(), scope.topic(), scope.group(), 0, 0,
        Duration.ofHours(10), 0);
    var progress = new Progress();
    progress.opened(0, START.toEpochMilli());
    var now = new AtomicReference<>(START);
    var clock = new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.get();
      }
    };
    var monitor = new LagMonitor(new GroupLag(scope.infra().admin(), log), progress, log, clock,
        new SimpleMeterRegistry());

    now.set(START.plus(Duration.ofHours(9))); // nothing came in nine hours
    monitor.look();
    assertThat(monitor.lag()).isZero();

    try (KafkaProducer<byte[], byte[]> producer = LogClients.producer(log, "lag", 1 << 20, Map.of(),
        Duration.ofSeconds(30))) {
      producer.send(new ProducerRecord<>(scope.topic(), 0, new byte[0], new byte[0])).get();
    }
    now.set(START.plus(Duration.ofHours(14)));
    monitor.look();
    assertThat(monitor.lag()).isEqualTo(Duration.ofHours(5));
    assertThat(monitor.isAlarming()).isFalse();

    now.set(START.plus(Duration.ofHours(14)).plusMillis(1));
    monitor.look();
    assertThat(monitor.isAlarming()).isTrue();

    progress.forget(0); // another process has the partition now
    monitor.look();
    assertThat(monitor.isAlarming()).isFalse();
  }
}
