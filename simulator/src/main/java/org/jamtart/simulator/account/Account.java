package org.jamtart.simulator.account;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import org.jamtart.wire.Bytes32;

/**
 * What a simulation has sent, exactly: an event counts once its last byte has gone into the socket. Whether the server
 * has read it only the server can know; after a clean end of every connection it has. Safe for use by many threads;
 * figures are of the moment at which they are asked for.
 */
public final class Account {
  private final boolean recorded;
  private final Queue<SessionLedger> ledgers = new ConcurrentLinkedQueue<>();
  private final AtomicLongArray troubles = new AtomicLongArray(Trouble.values().length);

  /** @param recorded whether the bytes of every connection are kept, too */
  public Account(boolean recorded) {
    this.recorded = recorded;
  }

  /** Begins the account of a connection. */
  public SessionLedger open(Bytes32 node, int number) {
    var ledger = new SessionLedger(node, number, recorded);
    ledgers.add(ledger);
    return ledger;
  }

  /** Takes note of a trouble. */
  public void add(Trouble trouble) {
    troubles.incrementAndGet(trouble.ordinal());
  }

  /** Every connection that was established, by node and number. */
  public List<SessionAccount> sessions() {
    return ledgers.stream()
        .map(SessionLedger::account)
        .sorted(Comparator.comparing(SessionAccount::node).thenComparing(SessionAccount::number))
        .toList();
  }

  /** The connections of one node, in order. */
  public List<SessionAccount> sessions(Bytes32 node) {
    return sessions().stream().filter(session -> session.node().equals(node)).toList();
  }

  /** How many connections were established. */
  public int connections() {
    return ledgers.size();
  }

  /** Events of all nodes. */
  public long events() {
    return ledgers.stream().mapToLong(SessionLedger::events).sum();
  }

  /** Bytes of all nodes. */
  public long bytes() {
    return ledgers.stream().mapToLong(SessionLedger::bytes).sum();
  }

  /** Events by node and discriminator; what there is none of is absent. */
  public Map<Bytes32, Map<Integer, Long>> eventsByNodeAndType() {
    var counts = new TreeMap<Bytes32, Map<Integer, Long>>();
    for (var session : sessions()) {
      var ofNode = counts.computeIfAbsent(session.node(), ignored -> new TreeMap<>());
      session.eventsByType().forEach((type, count) -> ofNode.merge(type, count, Long::sum));
    }
    return counts;
  }

  /** Events by node. */
  public Map<Bytes32, Long> eventsByNode() {
    return sums(SessionAccount::events);
  }

  /** Sum of the numbers in {@code Dropped}, by node. */
  public Map<Bytes32, Long> droppedByNode() {
    return sums(SessionAccount::dropped);
  }

  /** Slot of the last {@code BestBlockChanged} that a node sent. */
  public OptionalLong bestSlot(Bytes32 node) {
    return last(node, SessionAccount::bestSlot);
  }

  /** Slot of the last {@code FinalizedBlockChanged} that a node sent. */
  public OptionalLong finalizedSlot(Bytes32 node) {
    return last(node, SessionAccount::finalizedSlot);
  }

  /** How often there was which trouble; what there was none of is absent. */
  public Map<Trouble, Long> troubles() {
    var counts = new EnumMap<Trouble, Long>(Trouble.class);
    for (var trouble : Trouble.values()) {
      long count = troubles.get(trouble.ordinal());
      if (count > 0) {
        counts.put(trouble, count);
      }
    }
    return counts;
  }

  /** How often something happened by which events were or may have been lost. */
  public long errors() {
    return troubles().entrySet()
        .stream()
        .filter(each -> each.getKey().isError())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private Map<Bytes32, Long> sums(Function<SessionAccount, Long> figure) {
    var sums = new TreeMap<Bytes32, Long>();
    sessions().forEach(session -> sums.merge(session.node(), figure.apply(session), Long::sum));
    return sums;
  }

  private OptionalLong last(Bytes32 node, Function<SessionAccount, OptionalLong> figure) {
    return sessions(node).stream()
        .map(figure)
        .filter(OptionalLong::isPresent)
        .reduce((earlier, later) -> later)
        .orElse(OptionalLong.empty());
  }
}
