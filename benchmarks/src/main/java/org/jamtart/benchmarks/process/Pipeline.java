package org.jamtart.benchmarks.process;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jamtart.gateway.GatewaySettings;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.embedded.LoopbackPort;
import org.jamtart.log.LogSettings;

/** Kafka, PostgreSQL and the three services, each a process of its own. */
public final class Pipeline implements AutoCloseable {

  private static final int HEAP = 640;
  private static final int PERSISTER_HEAP = 1024;

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final int telemetryPort = LoopbackPort.choose("the gateway", 0);
  private final Broker broker;
  private final Database database;
  private final Service gateway;
  private final Service persister;
  private final Service query;

  private Pipeline(Bench bench, Map<String, ?> gatewayProperties) {
    try {
      broker = keep(Broker.start(bench));
      database = keep(Database.start(bench));
      Map<String, String> log = Map.of("tart.log.bootstrap-servers", broker.bootstrapServers());
      Map<String, String> both = new HashMap<>(log);
      both.putAll(database.properties());
      Map<String, Object> forGateway = new HashMap<>(log);
      forGateway.putAll(gatewayProperties);
      gateway = keep(
          Service.gateway(bench.directory(), Jvm.options(HEAP), telemetryPort, forGateway));
      persister = keep(
          Service.persister(bench.directory(), Jvm.options(PERSISTER_HEAP, Jvm.LARGE_REGIONS), both))
          .awaitReady();
      query = keep(Service.query(bench.directory(), Jvm.options(HEAP, Jvm.LARGE_REGIONS), both)).awaitReady();
      gateway.awaitReady();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts everything, for one machine as {@code tart up} does, and returns when all of it is ready. */
  public static Pipeline start(Bench bench) {
    return new Pipeline(bench,
        Map.of("tart.gateway.processor-share", GatewaySettings.SHARE_BESIDE_A_PERSISTER));
  }

  private <T extends AutoCloseable> T keep(T part) {
    started.push(part);
    return part;
  }

  /** Where nodes connect. */
  public int telemetryPort() {
    return telemetryPort;
  }

  /** Kafka. */
  public Broker broker() {
    return broker;
  }

  /** The log of the services. */
  public LogSettings log() {
    return Log.settings(broker.bootstrapServers(), "tart.telemetry");
  }

  /** PostgreSQL. */
  public Database database() {
    return database;
  }

  /** The gateway. */
  public Service gateway() {
    return gateway;
  }

  /** The persister. */
  public Service persister() {
    return persister;
  }

  /** Makes everything readable that was sent, as {@code ./tart flush} does. */
  public void flush() {
    flushGateway();
    flushLog();
  }

  private void flushGateway() {
    gateway.flush("/flush?timeout=60s");
  }

  /** Brings into the log what senders' kernels still have, too: all of it is there when a flush has brought no more. */
  public void takeAll() {
    double before;
    double received = received();
    do {
      before = received;
      flushGateway();
      received = received();
    } while (received > before);
  }

  private double received() {
    return Metrics.sum(gateway.get("/metrics"), "telemetry_events_received", "");
  }

  /** Makes everything readable that is in the log. */
  public void flushLog() {
    query.flush("/api/flush?timeout=60s");
  }

  /** The query API. */
  public Service query() {
    return query;
  }

  /** Frames that are in the tables, duplicates not counted. */
  public long stored() throws SQLException {
    return database.number("select coalesce(sum(next_seq), 0) from session");
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a part of the pipeline did not stop", e);
      }
    }
  }
}
