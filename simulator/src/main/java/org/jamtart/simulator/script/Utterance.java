package org.jamtart.simulator.script;

import org.jamtart.wire.Event;
import org.jspecify.annotations.Nullable;

/**
 * One event that a node is going to report, or has reported. It has an ID only once it was spoken, and only for the
 * telemetry session in which it was: an utterance whose cause nobody heard in the same session stays unspoken, so
 * no event ever refers to something that the server was not told.
 */
public final class Utterance implements Comparable<Utterance> {
  private static final int NEVER = -1;

  private final long time;
  private final long order;
  private final @Nullable Utterance cause;
  private final Wording wording;
  private int session = NEVER;
  private long id;

  Utterance(long time, long order, @Nullable Utterance cause, Wording wording) {
    this.time = time;
    this.order = order;
    this.cause = cause;
    this.wording = wording;
  }

  /** Story time, in microseconds. */
  public long time() {
    return time;
  }

  /** Whether it can be spoken in a session: it refers to nothing, or to something that was said in it. */
  public boolean isSpeakable(int currentSession) {
    return cause == null || cause.session == currentSession;
  }

  /** The event, referring to the ID that its cause has got. */
  public Event event(long timestamp) {
    return wording.event(timestamp, cause == null ? 0 : cause.id);
  }

  /** Notes that it was said, and under which ID. */
  public void spoken(int inSession, long withId) {
    session = inSession;
    id = withId;
  }

  @Override
  public int compareTo(Utterance other) {
    int byTime = Long.compare(time, other.time);
    return byTime != 0 ? byTime : Long.compare(order, other.order);
  }
}
