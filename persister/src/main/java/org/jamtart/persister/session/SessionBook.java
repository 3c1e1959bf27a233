package org.jamtart.persister.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.TrailingBytes;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and sessions of the partitions that one consumer reads. A small cache over the tables, right only as long as
 * this consumer is the one that advances the offset rows of its partitions: it is emptied when a transaction is rolled
 * back and when partitions go. One thread.
 */
public final class SessionBook {

  private static final int MOST = 8_192;

  private final TrailingBytes trailing;
  private final boolean again;
  private final @Nullable String live;
  private final Map<Bytes32, NodeState> nodes = new HashMap<>();
  private final Map<UUID, SessionState> sessions = new HashMap<>();

  /** Knows nothing yet. */
  public SessionBook(TrailingBytes trailing) {
    this(trailing, false, null);
  }

  private SessionBook(TrailingBytes trailing, boolean again, @Nullable String live) {
    this.trailing = trailing;
    this.again = again;
    this.live = live;
  }

  /** For somebody who goes through records again: their frames are new to it whatever the tables have of them. */
  public static SessionBook again(TrailingBytes trailing) {
    return new SessionBook(trailing, true, null);
  }

  /**
   * For somebody who makes rows anew beside the live ones: a session begins with the first record that comes of it, whatever
   * the live tables say, and has the number that it has there.
   *
   * @param live schema of the live tables; {@code session} without a schema is a table of the caller's own
   */
  public static SessionBook anew(TrailingBytes trailing, String live) {
    return new SessionBook(trailing, false, live);
  }

  /**
   * Finds or numbers every node and session that the records speak of. Belongs into their transaction, behind the
   * advance of the offset row, which keeps others from numbering the same.
   */
  public void load(Connection connection, Collection<? extends LogRecord> records) throws SQLException {
    Map<UUID, LogRecord.OfSession> wanted = new LinkedHashMap<>();
    for (LogRecord record : records) {
      if (record instanceof LogRecord.OfSession of && !sessions.containsKey(of.session().session())) {
        wanted.putIfAbsent(of.session().session(), of);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    var rows = new SessionRows(connection, trailing);
    loadNodes(rows, wanted.values());
    for (SessionState found : rows.sessions(wanted.keySet())) {
      sessions.put(found.uuid(), again ? found.again(true) : found);
    }
    wanted.keySet().removeAll(sessions.keySet());
    if (wanted.isEmpty()) {
      return;
    }
    Map<UUID, Long> given = live == null ? Map.of() : rows.numbers(live, wanted.keySet());
    Iterator<Long> numbers = rows.sessionNumbers(wanted.size() - given.size());
    for (LogRecord.OfSession of : wanted.values()) {
      SessionRef ref = of.session();
      Long number = given.get(ref.session());
      var made = new SessionState(number == null ? numbers.next() : number, ref.session(), node(ref.node()),
          ref.gateway(),
          new Protocol(ref.protocol(), ref.cores(), trailing), of.received());
      sessions.put(ref.session(), again ? made.again(false) : made);
    }
  }

  private void loadNodes(SessionRows rows, Collection<LogRecord.OfSession> wanted) throws SQLException {
    Set<Bytes32> unknown = new LinkedHashSet<>();
    wanted.forEach(of -> unknown.add(of.session().node()));
    unknown.removeAll(nodes.keySet());
    if (unknown.isEmpty()) {
      return;
    }
    for (NodeState found : rows.nodes(unknown)) {
      nodes.put(found.peerId(), found);
    }
    unknown.removeAll(nodes.keySet());
    Iterator<Integer> numbers = rows.nodeNumbers(unknown.size());
    for (Bytes32 peerId : unknown) {
      nodes.put(peerId, new NodeState(numbers.next(), peerId));
    }
  }

  private NodeState node(Bytes32 peerId) {
    NodeState node = nodes.get(peerId);
    if (node == null) {
      throw new IllegalStateException("node " + peerId + " was not loaded");
    }
    return node;
  }

  /** The session of a record; null when it was not loaded or is known to be of another node. */
  public @Nullable SessionState find(SessionRef ref) {
    SessionState session = sessions.get(ref.session());
    return session != null && session.node().peerId().equals(ref.node()) ? session : null;
  }

  /**
   * The session of a record that was loaded.
   *
   * @throws ForeignSessionException when it is known to be of another node
   */
  public SessionState session(SessionRef ref) {
    SessionState session = sessions.get(ref.session());
    if (session == null) {
      throw new IllegalStateException("session " + ref.session() + " was not loaded");
    }
    if (!session.node().peerId().equals(ref.node())) {
      throw new ForeignSessionException(session, ref.node().toHex());
    }
    return session;
  }

  /** The transaction is committed: what it found stays, within bounds. */
  public void committed() {
    sessions.values().forEach(SessionState::committed);
    if (sessions.size() > MOST) {
      sessions.values().removeIf(session -> session.endedAt() != null);
    }
    if (sessions.size() > MOST || nodes.size() > MOST) {
      clear();
    }
  }

  /** Nothing that is known can be trusted any more. */
  public void clear() {
    nodes.clear();
    sessions.clear();
  }
}
