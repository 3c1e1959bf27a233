package org.jamtart.replay.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jamtart.log.FrameCursor;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.wire.Frames;

/**
 * One connection that is played again: the introduction, then its frames, each once, then its end. One thread.
 */
final class Played {

  private static final int DROPPED = 25;
  private static final int END_MS = 10_000;

  private final PlayCounters counters;
  private final Socket socket;
  private long nextSeq;
  private boolean broken;

  private Played(PlayCounters counters, Socket socket) {
    this.counters = counters;
    this.socket = socket;
  }

  /**
   * Connects and says who it is.
   *
   * @throws org.jamtart.replay.ReplayException when there is no server
   */
  static Played begin(Target target, PlayCounters counters, Open open) {
    var played = new Played(counters, target.connect());
    counters.sessions.increment();
    byte[] message = open.nodeInformation();
    byte[] frame = new byte[Frames.LENGTH_PREFIX + message.length];
    Frames.writeLength(message.length, frame, 0);
    System.arraycopy(message, 0, frame, Frames.LENGTH_PREFIX, message.length);
    played.send(frame, 0, frame.length, 0);
    return played;
  }

  /** The same in the middle of its life: what it said before is {@code Dropped}, so that event IDs stay as they were. */
  static Played join(Target target, PlayCounters counters, Open open, Run first) {
    Played played = begin(target, counters, open);
    played.nextSeq = first.seq();
    counters.joined.increment();
    if (first.eventId().known() && first.eventId().bits() != 0) {
      FrameCursor cursor = first.cursor();
      cursor.next();
      long time = Frames.timestampOf(cursor.buffer(), cursor.offset(), cursor.length());
      byte[] dropped = ByteBuffer.allocate(Frames.LENGTH_PREFIX + DROPPED)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(DROPPED)
          .putLong(time)
          .put((byte) 0)
          .putLong(time)
          .putLong(first.eventId().bits())
          .array();
      played.send(dropped, 0, dropped.length, 1);
    }
    return played;
  }

  /** Sends what of the run was not sent before: a log may hold a run twice. */
  void send(Run run) {
    if (run.nextSeq() <= nextSeq) {
      return;
    }
    int from = 0;
    int frames = run.count();
    for (FrameCursor cursor = run.cursor(); run.seq() + run.count() - frames < nextSeq && cursor.next();) {
      from = cursor.offset() + cursor.length();
      frames--;
    }
    nextSeq = run.nextSeq();
    send(run.frames(), from, run.frames().length - from, frames);
  }

  private void send(byte[] bytes, int from, int length, int frames) {
    if (broken) {
      return;
    }
    try {
      socket.getOutputStream().write(bytes, from, length);
      counters.frames.add(frames);
      counters.bytes.add(length);
    } catch (IOException e) {
      breakOff();
    }
  }

  private void breakOff() {
    broken = true;
    counters.broken.increment();
    close();
  }

  /** Ends this side in order and waits until the server has, too. */
  void end() {
    if (broken) {
      return;
    }
    try {
      socket.shutdownOutput();
      socket.setSoTimeout(END_MS);
      if (socket.getInputStream().read() >= 0) {
        throw new IOException("a JIP-3 server says nothing");
      }
      close();
    } catch (IOException e) {
      breakOff();
    }
  }

  private void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone, which is what was wanted
    }
  }
}
