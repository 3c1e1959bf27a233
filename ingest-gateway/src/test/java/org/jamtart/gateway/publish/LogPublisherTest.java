package org.jamtart.gateway.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jamtart.log.EventNumber;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogSettings;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogPublisherTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final CountDownLatch hurried = new CountDownLatch(1);
  private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(false, null,
      new ByteArraySerializer(),
      new ByteArraySerializer()) {
    @Override
    public synchronized void flush() {
      hurried.countDown();
    }
  };
  private final LogPublisher publisher = new LogPublisher(
      new Binder(new MapConfigurationPropertySource()).bindOrCreate("tart.log", LogSettings.class), "test",
      1 << 20, System::nanoTime);
  private final List<String> settled = new ArrayList<>();

  @AfterEach
  void close() {
    publisher.close();
  }

  private void write(int seq) {
    var session = new LogRecord.SessionRef(Fixtures.peerId(1), new UUID(0, 1), new UUID(0, 2), 1, 341);
    var run = new LogRecord.Run(session, 1, seq, EventNumber.FIRST, 1, new byte[]{0, 0, 0, 0});
    publisher.write(run, failure -> settled.add(seq + (failure == null ? "" : " failed")));
  }

  private List<String> sent() {
    return kafka.history()
        .stream()
        .map(record -> new String(record.headers().lastHeader("seq").value(), US_ASCII))
        .toList();
  }

  @Test
  void a_record_is_pending_until_the_log_acknowledges_it() {
    publisher.connect(kafka);
    write(0);
    write(1);
    var both = publisher.settled();
    assertThat(publisher.pending()).isEqualTo(2);

    kafka.completeNext();
    assertThat(settled).containsExactly("0");
    assertThat(both).isNotDone();
    write(2);
    kafka.completeNext();

    assertThat(both).isCompleted();
    assertThat(publisher.pending()).isOne();
    assertThat(publisher.acknowledged()).isEqualTo(2);
    assertThat(publisher.oldestPending()).isPositive();
  }

  @Test
  void a_record_does_not_wait_for_others_when_somebody_waits_for_it() throws Exception {
    publisher.connect(kafka);
    write(0);
    publisher.settled();

    assertThat(hurried.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void what_the_producer_cannot_take_at_present_waits_and_keeps_its_order() {
    publisher.connect(kafka);
    kafka.sendException = new TimeoutException("Topic not present in metadata after 0 ms.");
    write(0);
    write(1);
    assertThat(settled).isEmpty();
    assertThat(publisher.pending()).isEqualTo(2);

    kafka.sendException = null;
    write(2);

    Await.until("all to be sent", SOON, () -> sent().size() == 3);
    assertThat(sent()).containsExactly("0", "1", "2");
    assertThat(publisher.failing()).isFalse();
  }

  @Test
  void what_the_producer_refuses_for_good_fails_at_once() {
    publisher.connect(kafka);
    kafka.sendException = new RecordTooLargeException("too large");
    write(0);

    assertThat(settled).containsExactly("0 failed");
    assertThat(publisher.failing()).isTrue();
    assertThat(publisher.failed()).isOne();
    assertThat(publisher.pending()).isZero();
  }

  @Test
  void what_fails_after_it_was_taken_is_not_tried_again() {
    publisher.connect(kafka);
    write(0);
    kafka.errorNext(new TimeoutException("expired"));

    assertThat(settled).containsExactly("0 failed");
    assertThat(sent()).containsExactly("0");
  }

  @Test
  void closing_fails_what_waits() {
    publisher.connect(kafka);
    kafka.sendException = new TimeoutException("Topic not present in metadata after 0 ms.");
    write(0);
    write(1);

    publisher.close();
    write(2);

    assertThat(settled).containsExactly("0 failed", "1 failed", "2 failed");
  }
}
