package org.jamtart.query.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.NodeInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What nodes call themselves: from their introductions as the log brings them, and from the tables for those that introduced
 * themselves before. Nobody waits for the tables: until they have answered, a name is empty. Thread-safe.
 */
final class NodeNames {

  private static final Logger log = LoggerFactory.getLogger(NodeNames.class);
  private static final int MOST = 65_536;
  private static final long PAUSE_NANOS = 5_000_000_000L;
  private static final String NEWEST = "select peer_id, implementation_name, implementation_version from node "
      + "order by last_seen desc limit " + MOST / 2;

  private final JdbcClient jdbc;
  private final Map<Bytes32, Name> names = new ConcurrentHashMap<>();
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile long askAgainAt = System.nanoTime();

  NodeNames(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Name and version of an implementation; empty when not known. */
  record Name(String implementation, String version) {
    static final Name NONE = new Name("", "");
  }

  /** The name of a node as far as it is known now. */
  Name of(Bytes32 node) {
    Name name = names.get(node);
    if (name == null) {
      askSoon();
      return Name.NONE;
    }
    return name;
  }

  /** Takes note of an introduction. */
  void learn(Open open) {
    try {
      NodeInformation information = NodeInformation.decode(open.nodeInformation());
      keep(open.session().node(), information.implementationName(), information.implementationVersion());
    } catch (DecodeException e) {
      // the gateway of a later version understood it: the tables have the name
    }
  }

  private void keep(Bytes32 node, String implementation, String version) {
    if (names.size() >= MOST) {
      names.clear(); // rare enough to begin again
    }
    names.put(node, new Name(text(implementation), text(version)));
  }

  /** As the tables have it, which cannot hold U+0000. */
  private static String text(String said) {
    return said.replace('\0', '\uFFFD');
  }

  /** Asks the tables on another thread, not again and again. */
  void askSoon() {
    if (System.nanoTime() - askAgainAt >= 0 && asking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("live-names").start(() -> {
        try {
          jdbc.sql(NEWEST).query(row -> {
            names.putIfAbsent(Bytes32.of(row.getBytes(1)), new Name(row.getString(2), row.getString(3)));
          });
        } catch (DataAccessException e) {
          log.debug("event=names-unavailable cause=\"{}\"", e.getMessage());
        } finally {
          askAgainAt = System.nanoTime() + PAUSE_NANOS;
          asking.set(false);
        }
      });
    }
  }
}
