package org.jamtart.query.live;

import java.util.BitSet;
import org.jamtart.wire.EventType;
import org.jamtart.wire.JamTime;

/** What was read in one second. Not thread-safe. */
final class LiveSecond {

  private static final int BEST_BLOCK_CHANGED = 11;
  private static final int FINALIZED_BLOCK_CHANGED = 12;
  private static final int AUTHORED = 42;
  private static final int BLOCK_ANNOUNCED = 62;
  private static final int GENERATING_TICKETS = 80;
  private static final int TICKETS_GENERATED = 82;
  private static final int TICKET_TRANSFERRED = 84;
  private static final int FIRST_OF_PIPELINE = 90;
  private static final int LAST_OF_PIPELINE = 113;

  /** Which second of Unix time. */
  long at = Long.MIN_VALUE;
  long events;
  long blocks;
  long finalized;
  long authored;
  long announcements;
  long tickets;
  long pipeline;
  long failures;
  long bestSlot = -1;
  long finalizedSlot = -1;

  /** Who said something, by the numbers that the counters give them. */
  final BitSet nodes = new BitSet();

  /** Forgets what it had and begins another second. */
  void begin(long second) {
    at = second;
    events = 0;
    blocks = 0;
    finalized = 0;
    authored = 0;
    announcements = 0;
    tickets = 0;
    pipeline = 0;
    failures = 0;
    bestSlot = -1;
    finalizedSlot = -1;
    nodes.clear();
  }

  void add(LiveEvent event, int node) {
    events++;
    nodes.set(node);
    switch (event.type()) {
      case BEST_BLOCK_CHANGED -> {
        blocks++;
        bestSlot = Math.max(bestSlot, believable(event));
      }
      case FINALIZED_BLOCK_CHANGED -> {
        finalized++;
        finalizedSlot = Math.max(finalizedSlot, believable(event));
      }
      case AUTHORED -> authored++;
      case BLOCK_ANNOUNCED -> announcements++;
      case GENERATING_TICKETS, TICKETS_GENERATED, TICKET_TRANSFERRED -> tickets++;
      default -> {
        if (event.type() >= FIRST_OF_PIPELINE && event.type() <= LAST_OF_PIPELINE) {
          pipeline++;
          EventType type = EventType.of(event.type());
          failures += type != null && type.failure() ? 1 : 0;
        }
      }
    }
  }

  void add(LiveSecond other) {
    events += other.events;
    blocks += other.blocks;
    finalized += other.finalized;
    authored += other.authored;
    announcements += other.announcements;
    tickets += other.tickets;
    pipeline += other.pipeline;
    failures += other.failures;
    bestSlot = Math.max(bestSlot, other.bestSlot);
    finalizedSlot = Math.max(finalizedSlot, other.finalizedSlot);
    nodes.or(other.nodes);
  }

  /** A slot that is further ahead than the clock of a believed event may be is not believed either. */
  private static long believable(LiveEvent event) {
    long latest = JamTime.slotOf(Math.max(0, event.received() - JamTime.EPOCH_UNIX_MICROS)
        + JamTime.BELIEVED_AFTER_RECEIPT.toMillis() * 1_000);
    return event.slot() <= latest ? event.slot() : -1;
  }
}
