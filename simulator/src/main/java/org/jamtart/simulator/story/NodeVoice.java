package org.jamtart.simulator.story;

import org.jamtart.simulator.script.Utterance;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.Frames;
import org.jamtart.wire.MetaEvent.Dropped;
import org.jamtart.wire.Protocol;

/**
 * A node on one telemetry connection after another: it gives its utterances their timestamps and event IDs (JIP-3:
 * from 0 on every connection, plus one per event, plus N after {@code Dropped}) and encodes them as frames.
 */
final class NodeVoice {
  private final Protocol protocol;
  private final long clock;
  private int session;
  private long nextId;

  /**
   * @param protocol what the node speaks
   * @param clock what the node's clock shows at story time zero, in microseconds of the JAM Common Era
   */
  NodeVoice(Protocol protocol, long clock) {
    this.protocol = protocol;
    this.clock = clock;
  }

  /** A new connection: IDs begin at 0 again, and what was said before cannot be referred to. */
  void newSession() {
    session++;
    nextId = 0;
  }

  boolean canSpeak(Utterance utterance) {
    return utterance.isSpeakable(session);
  }

  /** Treats the utterance as spoken without making anything of it. */
  void pretend(Utterance utterance) {
    utterance.spoken(session, nextId++);
  }

  /** Writes the utterance as a frame; returns where the next one goes. */
  int speak(Utterance utterance, byte[] into, int offset) {
    var event = utterance.event(clock + utterance.time());
    utterance.spoken(session, nextId);
    return write(event, into, offset);
  }

  /** Writes that events between two story times were dropped; returns where the next frame goes. */
  int speakDropped(long first, long last, long count, byte[] into, int offset) {
    return write(new Dropped(clock + first, clock + last, count), into, offset);
  }

  private int write(Event event, byte[] into, int offset) {
    nextId += event instanceof Dropped dropped ? dropped.numDropped() : 1;
    int length = Events.encode(event, protocol, into, offset + Frames.LENGTH_PREFIX);
    Frames.writeLength(length, into, offset);
    return offset + Frames.LENGTH_PREFIX + length;
  }
}
