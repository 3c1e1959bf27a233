package org.jamtart.benchmarks.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jamtart.benchmarks.load.NodeStream;
import org.jamtart.benchmarks.process.Pipeline;
import org.jamtart.wire.Frames;
import org.jamtart.wire.JamTime;

/** A node that says one thing at a time, and looks when it is readable. One thread. */
final class Probe implements AutoCloseable {

  /** It is to be exact to a part of a millisecond, but not to be what keeps the database busy: it looks less often as it waits. */
  private static final long SHORTEST_POLL_NANOS = 300_000;
  private static final int POLLS_A_WAIT = 20;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int LONGEST_PAUSE_MICROS = 20_000;

  private final Socket socket;
  private final Connection database;
  private final PreparedStatement look;
  private final byte[] frame;
  private long seq;

  private Probe(Socket socket, Connection database, byte[] frame) throws SQLException {
    this.socket = socket;
    this.database = database;
    this.look = database.prepareStatement("select 1 from event where time = ? and session = ? and seq = ?");
    this.frame = frame;
  }

  static Probe connect(Pipeline pipeline, NodeStream node) throws IOException, SQLException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), pipeline.telemetryPort());
    socket.setTcpNoDelay(true);
    socket.getOutputStream().write(node.introduction());
    var probe = new Probe(socket, pipeline.database().connect(), Arrays.copyOf(node.bytes(), node.start(1)));
    probe.say();
    pipeline.flush();
    byte[] peerId = node.information().peerId().toByteArray();
    try (PreparedStatement find = probe.database.prepareStatement(
        "select s.id from session s join node n on n.id = s.node where n.peer_id = ? order by s.id desc limit 1")) {
      find.setBytes(1, peerId);
      try (ResultSet found = find.executeQuery()) {
        found.next();
        probe.look.setLong(2, found.getLong(1));
      }
    }
    return probe;
  }

  /** Says something new; returns its time. */
  Instant say() throws IOException {
    Instant time = Instant.now().truncatedTo(ChronoUnit.MICROS);
    long jce = JamTime.fromInstant(time);
    for (int i = 0; i < Long.BYTES; i++) {
      frame[Frames.LENGTH_PREFIX + i] = (byte) (jce >>> (Byte.SIZE * i));
    }
    OutputStream out = socket.getOutputStream();
    out.write(frame);
    seq++;
    return time;
  }

  /** Times from writing to reading, one after the other for a while; milliseconds. */
  double[] latencies(Duration length) throws IOException, SQLException {
    long end = System.nanoTime() + length.toNanos();
    List<Double> found = new ArrayList<>();
    while (System.nanoTime() < end) {
      long begin = System.nanoTime();
      Instant time = say();
      awaitRow(time, begin + PATIENCE_NANOS);
      found.add((System.nanoTime() - begin) / 1e6);
      LockSupport.parkNanos(TimeUnit.MICROSECONDS
          .toNanos(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MICROS)));
    }
    return found.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void awaitRow(Instant time, long deadline) throws SQLException {
    long begin = System.nanoTime();
    look.setObject(1, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
    look.setLong(3, seq - 1);
    while (true) {
      try (ResultSet row = look.executeQuery()) {
        if (row.next()) {
          return;
        }
      }
      long now = System.nanoTime();
      if (now > deadline) {
        throw new IllegalStateException("event " + seq + " of " + time + " was not readable in time");
      }
      LockSupport.parkNanos(Math.max(SHORTEST_POLL_NANOS, (now - begin) / POLLS_A_WAIT));
    }
  }

  @Override
  public void close() throws IOException, SQLException {
    socket.close();
    database.close();
  }
}
