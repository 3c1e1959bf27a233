package org.jamtart.persister;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jamtart.log.EndReason;
import org.jamtart.log.EventNumber;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.log.SessionEnd;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.NodeInformation;

/** One connection as a gateway would write it: numbers its frames by rules of its own, which the tests compare with. */
final class Connection {

  /** Microseconds from the Unix epoch to noon of 1 January 2025. */
  static final long JCE = 1_735_732_800_000_000L;

  final SessionRef session;
  private final byte[] information;
  private long seq;
  private long eventId;
  private boolean eventIdKnown = true;
  private long received;

  Connection(Bytes32 node, UUID uuid, UUID gateway, byte[] information, int protocol, int cores) {
    this.session = new SessionRef(node, uuid, gateway, protocol, cores);
    this.information = information;
    this.received = Instant.now().toEpochMilli() * 1000;
  }

  static Connection of(long node) {
    NodeInformation information = Fixtures.nodeInformation(Fixtures.peerId(node));
    return new Connection(information.peerId(), UUID.randomUUID(), UUID.randomUUID(), information.encode(),
        information.protocolVersion(), information.parameters().coreCount());
  }

  Connection receivedAt(long unixMicros) {
    received = unixMicros;
    return this;
  }

  long received() {
    return received;
  }

  /** The timestamp of a frame that says the moment of its receipt. */
  long now() {
    return received - JCE;
  }

  LogRecord open() {
    return new Open(session, received, "192.0.2.1:40000", information);
  }

  /** The next run. */
  Run run(List<byte[]> frames) {
    var bytes = new ByteArrayOutputStream();
    EventNumber first = eventIdKnown ? new EventNumber(eventId, true) : EventNumber.UNKNOWN;
    long firstSeq = seq;
    for (byte[] frame : frames) {
      bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(frame.length).array());
      bytes.writeBytes(frame);
      number(frame);
    }
    return new Run(session, received, firstSeq, first, frames.size(), bytes.toByteArray());
  }

  Run run(byte[]... frames) {
    return run(List.of(frames));
  }

  /** Frames that the log does not get. */
  void lose(int frames) {
    seq += frames;
    eventId += frames;
  }

  private void number(byte[] frame) {
    seq++;
    if (frame.length > 8 && frame[8] == 0) {
      eventIdKnown &= frame.length == 25;
      eventId += frame.length == 25 ? ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getLong(17) : 0;
    } else {
      eventId++;
    }
  }

  LogRecord close() {
    return new Close(session, received, seq, EventNumber.FIRST,
        new SessionEnd(EndReason.NODE_CLOSED, true, seq, 0, 0, 0, 0));
  }

  /** The ID of the next event. */
  long nextEventId() {
    return eventId;
  }

  long frames() {
    return seq;
  }

  /** SyncStatusChanged(13): the smallest event. */
  static byte[] sync(long timestamp) {
    return ByteBuffer.allocate(10)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(timestamp)
        .put((byte) 13)
        .put((byte) 1)
        .array();
  }

  /** Dropped(0). */
  static byte[] dropped(long timestamp, long count) {
    return ByteBuffer.allocate(25)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(timestamp)
        .put((byte) 0)
        .putLong(timestamp)
        .putLong(count)
        .array();
  }

  /** An event with a discriminator and a body. */
  static byte[] event(long timestamp, int discriminator, byte... body) {
    return ByteBuffer.allocate(9 + body.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(timestamp)
        .put((byte) discriminator)
        .put(body)
        .array();
  }

  /** SyncStatusChanged with a boolean that is none. */
  static byte[] malformed(long timestamp) {
    return event(timestamp, 13, (byte) 7);
  }
}
