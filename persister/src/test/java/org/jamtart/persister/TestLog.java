package org.jamtart.persister;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jamtart.log.FlushBarrier;
import org.jamtart.log.GroupLag;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogSettings;
import org.jamtart.log.LogTopic;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.jspecify.annotations.Nullable;

/** The log of one test class: what gateways would write into it, and the barrier behind which it is stored. */
final class TestLog implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final LogSettings settings;
  final Admin admin;
  private final boolean ownsAdmin;
  private final @Nullable TestDatabase database;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();

  TestLog(TestScope scope, String topic, String group) throws Exception {
    this(new LogSettings(scope.bootstrapServers(), topic, group, 0, 0, Duration.ofDays(7), 0),
        scope.infra().admin(), false, scope.database());
  }

  private TestLog(LogSettings settings, Admin admin, boolean ownsAdmin, @Nullable TestDatabase database)
      throws Exception {
    this.settings = settings;
    this.admin = admin;
    this.ownsAdmin = ownsAdmin;
    this.database = database;
    this.producer = LogClients.producer(settings, "test", 64 << 20, Map.of(), PATIENCE);
  }

  /** A log of one partition on a broker of the test's own. */
  static TestLog on(String bootstrapServers, String topic) throws Exception {
    var settings = new LogSettings(bootstrapServers, topic, topic, 1, 1, Duration.ofDays(7), 0);
    Admin admin = LogClients.admin(settings, "test");
    LogTopic.ensure(admin, settings, PATIENCE);
    return new TestLog(settings, admin, true, null);
  }

  static TestLog of(TestScope scope) throws Exception {
    return scope.closeLater(new TestLog(scope, scope.topic(), scope.group()));
  }

  TestLog write(LogRecord... records) {
    for (LogRecord record : records) {
      send(LogCodec.encode(settings.topic(), record));
    }
    return this;
  }

  /** A record of one run of one frame, for a partition of the test's choice. */
  ProducerRecord<byte[], byte[]> in(int partition, Connection connection) {
    var record = LogCodec.encode(settings.topic(), connection.run(Connection.sync(connection.now())));
    return new ProducerRecord<>(record.topic(), partition, record.timestamp(), record.key(), record.value(),
        record.headers());
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    sent.add(producer.send(record));
  }

  /** Waits until what was written is in the log. */
  List<RecordMetadata> acknowledged() throws Exception {
    producer.flush();
    List<RecordMetadata> where = new ArrayList<>();
    for (Future<RecordMetadata> one : sent) {
      where.add(one.get(30, TimeUnit.SECONDS));
    }
    sent.clear();
    return where;
  }

  /** Waits until what was written is in the tables, and merged. */
  void flush() throws Exception {
    acknowledged();
    FlushBarrier.Flushed flushed = barrier().await(PATIENCE);
    if (!flushed.complete()) {
      throw new AssertionError("not stored in time: " + flushed.waiting());
    }
  }

  /** Waits for the merged rows too, if the log is that of a scope, whose database is the one that is written. */
  FlushBarrier barrier() {
    return database == null ? new FlushBarrier(lag()) : new FlushBarrier(lag(), new StoredRows(database));
  }

  GroupLag lag() {
    return new GroupLag(admin, settings);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    if (ownsAdmin) {
      admin.close();
    }
  }
}
