package org.jamtart.query.live;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jamtart.log.EventNumber;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.log.LogSettings;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.Frames;
import org.jamtart.wire.GuaranteeingEvent.DuplicateWorkPackage;
import org.jamtart.wire.JamTime;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import org.jamtart.wire.StatusEvent.SyncStatusChanged;

/** A connection of a node, written to the log as a gateway would. */
final class Voice {

  private static final int CORES = 341;
  private static final Protocol PROTOCOL = new Protocol(1, CORES);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final SessionRef session;
  private long seq;

  Voice(KafkaProducer<byte[], byte[]> producer, String topic, int node) {
    this.producer = producer;
    this.topic = topic;
    this.session = new SessionRef(Fixtures.peerId(node), UUID.randomUUID(), UUID.randomUUID(), 1, CORES);
  }

  static KafkaProducer<byte[], byte[]> producer(TestScope scope)
      throws InterruptedException, TimeoutException {
    var settings = new LogSettings(scope.bootstrapServers(), scope.topic(), scope.group(), 0, 0,
        Duration.ofDays(1), 0);
    return scope.closeLater(
        LogClients.producer(settings, "voices", 64 << 20, Map.of(), Duration.ofSeconds(30)));
  }

  String node() {
    return session.node().toHex();
  }

  UUID session() {
    return session.session();
  }

  /** How many messages it has sent. */
  long said() {
    return seq;
  }

  /** Introduces itself. */
  void open() {
    write(new LogRecord.Open(session, now(), "10.0.0.1:4000",
        Fixtures.nodeInformation(session.node()).encode()));
  }

  /** Says one event in a run of its own. */
  void say(Event event) {
    run(List.of(Events.encode(event, PROTOCOL)));
  }

  /** Says as many events in runs of a size; returns when the log has them. */
  void chatter(int events, int runSize) throws InterruptedException, ExecutionException {
    List<byte[]> run = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      run.add(Events.encode(new SyncStatusChanged(time(), i % 2 == 0), PROTOCOL));
      if (run.size() == runSize || i == events - 1) {
        run(run);
        run.clear();
      }
    }
    producer.flush();
  }

  /** Messages as they are, in one run. */
  void run(List<byte[]> messages) {
    var bytes = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      byte[] length = new byte[Frames.LENGTH_PREFIX];
      Frames.writeLength(message.length, length, 0);
      bytes.writeBytes(length);
      bytes.writeBytes(message);
    }
    write(new LogRecord.Run(session, now(), seq, new EventNumber(seq, true), messages.size(),
        bytes.toByteArray()));
    seq += messages.size();
  }

  private void write(LogRecord record) {
    producer.send(LogCodec.encode(topic, record));
  }

  static Event bestBlock(long slot, Bytes32 hash) {
    return new BestBlockChanged(time(), slot, hash);
  }

  static Event duplicate(int core, Bytes32 hash) {
    return new DuplicateWorkPackage(time(), 0, core, hash);
  }

  static Event synced() {
    return new SyncStatusChanged(time(), true);
  }

  private static long now() {
    return JamTime.EPOCH_UNIX_MICROS + time();
  }

  private static long time() {
    return JamTime.fromInstant(Instant.now());
  }
}
