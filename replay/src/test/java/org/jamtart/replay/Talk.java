package org.jamtart.replay;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jamtart.log.EndReason;
import org.jamtart.log.EventNumber;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.log.SessionEnd;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.net.NodeSocket;
import org.jamtart.wire.NodeInformation;

/** What one node says on one connection, as a gateway would write it, and as it went over the wire. */
final class Talk {

  /** Microseconds from the Unix epoch to noon of 1 January 2025. */
  static final long JCE = 1_735_732_800_000_000L;

  final SessionRef session;
  final List<LogRecord> records = new ArrayList<>();
  private final byte[] introduction;
  private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
  private long seq;

  /** Connected at a moment, Unix microseconds. */
  Talk(long node, long at) {
    NodeInformation information = Fixtures.nodeInformation(Fixtures.peerId(node));
    var random = ThreadLocalRandom.current();
    var uuid = new UUID(at / 1000 << 16 | 0x7000 | random.nextInt(1 << 12),
        random.nextLong() >>> 2 | 1L << 63);
    this.session = new SessionRef(information.peerId(), uuid, new UUID(7, 7), information.protocolVersion(),
        information.parameters().coreCount());
    this.introduction = information.encode();
    records.add(new Open(session, at, "192.0.2.1:40000", introduction));
  }

  /** The frames of one run: SyncStatusChanged(13), the smallest event, and the empty frame, which is none. */
  Talk run(long at, int count) {
    var run = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      run.writeBytes(NodeSocket.frame(i % 5 == 4 ? new byte[0] : sync(at - JCE + i)));
    }
    records.add(
        new Run(session, at, seq, new EventNumber(seq, true), count, run.toByteArray()));
    frames.writeBytes(run.toByteArray());
    seq += count;
    return this;
  }

  /** The log has the last record once more. */
  Talk again() {
    records.add(records.get(records.size() - 1));
    return this;
  }

  Talk close(long at) {
    records.add(new Close(session, at, seq, new EventNumber(seq, true),
        new SessionEnd(EndReason.NODE_CLOSED, true, seq, frames.size(), 0, 0, 0)));
    return this;
  }

  byte[] introduction() {
    return NodeSocket.frame(introduction);
  }

  /** All that went over the wire. */
  byte[] bytes() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(introduction());
    all.writeBytes(frames.toByteArray());
    return all.toByteArray();
  }

  private static byte[] sync(long timestamp) {
    return ByteBuffer.allocate(10)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(timestamp)
        .put((byte) 13)
        .put((byte) 1)
        .array();
  }
}
