package org.jamtart.embedded.kafka;

import java.nio.file.Path;
import java.util.Properties;
import org.jamtart.embedded.LoopbackPort;

/**
 * The configuration of a one-node cluster on a small machine. Everything not named here is Kafka's default.
 */
final class BrokerProperties {

  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerProperties() {}

  static Properties of(KafkaSettings settings, Path logDirectory, int port, int controllerPort) {
    Properties p = new Properties();
    listeners(p, port, controllerPort);
    p.setProperty("log.dirs", logDirectory.toString());
    oneReplica(p);
    groups(p);
    sessions(p);
    limits(p);
    smallMachine(p);
    settings.overrides().forEach(p::setProperty);
    return p;
  }

  private static void listeners(Properties p, int port, int controllerPort) {
    String broker = "PLAINTEXT://%s:%d".formatted(LoopbackPort.HOST, port);
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", Integer.toString(NODE_ID));
    p.setProperty("listeners",
        broker + "," + CONTROLLER_LISTENER + "://" + LoopbackPort.HOST + ":" + controllerPort);
    p.setProperty("advertised.listeners", broker);
    p.setProperty("listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    p.setProperty("inter.broker.listener.name", "PLAINTEXT");
    p.setProperty("controller.listener.names", CONTROLLER_LISTENER);
    // Static voters are not written to disk, so the controller's port may differ from start to start.
    p.setProperty("controller.quorum.voters", NODE_ID + "@" + LoopbackPort.HOST + ":" + controllerPort);
  }

  // Internal topics default to three replicas; on one broker they would never come to be, and transactions,
  // groups and share groups would wait for them.
  private static void oneReplica(Properties p) {
    p.setProperty("default.replication.factor", "1");
    p.setProperty("min.insync.replicas", "1");
    p.setProperty("offsets.topic.replication.factor", "1");
    p.setProperty("offsets.topic.num.partitions", "4");
    p.setProperty("transaction.state.log.replication.factor", "1");
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("transaction.state.log.num.partitions", "4");
    p.setProperty("share.coordinator.state.topic.replication.factor", "1");
    p.setProperty("share.coordinator.state.topic.min.isr", "1");
    p.setProperty("share.coordinator.state.topic.num.partitions", "1");
    p.setProperty("auto.create.topics.enable", "false");
  }

  private static void groups(Properties p) {
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    p.setProperty("group.min.session.timeout.ms", "1000");
    // Sessions of the new protocol (KIP-848) are the broker's to set: 10 s, so that a killed consumer's
    // partitions move soon.
    p.setProperty("group.consumer.min.session.timeout.ms", "1000");
    p.setProperty("group.consumer.session.timeout.ms", "10000");
    p.setProperty("group.consumer.min.heartbeat.interval.ms", "100");
    p.setProperty("group.consumer.heartbeat.interval.ms", "2000");
  }

  // After kill -9 the controller, which is this process too, lets the broker come back only when the
  // session of the killed one has run out. With Kafka's 9 s a start takes 12.7 s then; with 3 s, 5.6 s (2.8
  // s after a stop in order).
  private static void sessions(Properties p) {
    p.setProperty("broker.session.timeout.ms", "3000");
    p.setProperty("broker.heartbeat.interval.ms", "500");
  }

  private static void limits(Properties p) {
    p.setProperty("message.max.bytes", Integer.toString(16 << 20));
    p.setProperty("replica.fetch.max.bytes", Integer.toString(16 << 20));
    p.setProperty("log.retention.hours", "168");
    p.setProperty("log.retention.bytes", "-1");
  }

  private static void smallMachine(Properties p) {
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "4");
    p.setProperty("background.threads", "4");
    p.setProperty("num.recovery.threads.per.data.dir", "2");
    p.setProperty("group.coordinator.threads", "1");
    p.setProperty("share.coordinator.threads", "1");
    p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)); // default 128 MiB of heap
    p.setProperty("metric.reporters", ""); // the default registers every metric with JMX
  }
}
