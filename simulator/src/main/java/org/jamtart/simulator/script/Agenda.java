package org.jamtart.simulator.script;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What one node is going to say, in the order of story time; utterances of equal time keep the order in which they
 * were put down. For one thread at a time.
 */
public final class Agenda {
  private final PriorityQueue<Utterance> utterances = new PriorityQueue<>();
  private long order;

  /** Puts down an utterance that refers to no other. */
  public Utterance say(long time, Statement statement) {
    return add(time, null, statement);
  }

  /** Puts down an utterance that refers to an earlier one; it is never spoken before that. */
  public Utterance reply(long time, Utterance cause, Wording wording) {
    return add(Math.max(time, cause.time()), cause, wording);
  }

  /** Story time of the next utterance; {@link Long#MAX_VALUE} when there is none. */
  public long nextTime() {
    var next = utterances.peek();
    return next == null ? Long.MAX_VALUE : next.time();
  }

  /** The next utterance; null when there is none. */
  public @Nullable Utterance peek() {
    return utterances.peek();
  }

  /** Takes the next utterance off the agenda. */
  public void remove() {
    utterances.remove();
  }

  private Utterance add(long time, @Nullable Utterance cause, Wording wording) {
    var utterance = new Utterance(time, order++, cause, wording);
    utterances.add(utterance);
    return utterance;
  }
}
