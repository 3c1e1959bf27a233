package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.simulator.account.Account;
import org.jamtart.wire.BlockAuthoringEvent.Authored;
import org.jamtart.wire.BlockAuthoringEvent.Importing;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.NetworkingEvent.ConnectOutFailed;
import org.jamtart.wire.NetworkingEvent.ConnectedIn;
import org.jamtart.wire.NetworkingEvent.ConnectedOut;
import org.jamtart.wire.NetworkingEvent.ConnectingOut;
import org.jamtart.wire.NetworkingEvent.Disconnected;
import org.jamtart.wire.NetworkingEvent.PeerMisbehaved;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import org.jamtart.wire.StatusEvent.FinalizedBlockChanged;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the API answers about chains, blocks and connections, against what the nodes of a simulated network said. */
final class NetworkAnswers {

  private static final List<String> COUNTS = List.of("attempts", "connects", "failures", "disconnects",
      "misbehaviours");
  private static final List<String> PERCENTILES = List.of("p50_ms", "p75_ms", "p95_ms", "p99_ms", "p100_ms");

  private final Api api;
  private final Account account;
  private final List<Said> said;
  private final String range;

  NetworkAnswers(Api api, Account account, Instant start) {
    this.api = api;
    this.account = account;
    this.said = Said.all(account);
    this.range = "?start=" + start.minusSeconds(60) + "&end=" + start.plusSeconds(3_600);
  }

  void compare() {
    chains();
    connections();
    blocks();
  }

  private void chains() {
    Map<Bytes32, BestBlockChanged> best = new HashMap<>();
    Map<Bytes32, FinalizedBlockChanged> finalized = new HashMap<>();
    for (Said each : said) {
      if (each.event() instanceof BestBlockChanged changed) {
        best.put(each.node(), changed);
      } else if (each.event() instanceof FinalizedBlockChanged changed) {
        finalized.put(each.node(), changed);
      }
    }
    assertThat(best).as("nodes with a chain").hasSizeGreaterThan(40);
    best.forEach((node, changed) -> {
      JsonNode chain = api.get("/api/nodes/" + node.toHex() + "/status").get("chain_status");
      assertThat(chain.get("best_slot").asLong()).as(node.toHex()).isEqualTo(changed.slot());
      assertThat(chain.get("best_hash").asString()).isEqualTo("0x" + changed.headerHash().toHex());
      FinalizedBlockChanged last = finalized.get(node);
      assertThat(chain.get("finalized_slot").asLong()).isEqualTo(last == null ? 0 : last.slot());
    });
  }

  /** Of each node with each peer: what it said how often. */
  private void connections() {
    Map<Bytes32, Map<String, Map<String, Long>>> expected = new TreeMap<>();
    account.sessions().forEach(session -> {
      Map<Long, Bytes32> dialled = new HashMap<>();
      for (Said each : Said.in(session)) {
        switch (each.event()) {
          case ConnectingOut it -> {
            dialled.put(each.id(), it.peerId());
            count(expected, each, it.peerId(), "attempts");
          }
          case ConnectedIn it -> count(expected, each, it.peerId(), "connects");
          case ConnectedOut it -> count(expected, each, dialled.get(it.connectingId()), "connects");
          case ConnectOutFailed it -> count(expected, each, dialled.get(it.connectingId()), "failures");
          case Disconnected it -> count(expected, each, it.peer(), "disconnects");
          case PeerMisbehaved it -> count(expected, each, it.peer(), "misbehaviours");
          default -> {
            // tells of no connection
          }
        }
      }
    });
    assertThat(expected).as("nodes that speak of peers").hasSizeGreaterThan(40);
    expected.forEach((node, peers) -> {
      Map<String, Map<String, Long>> answered = new TreeMap<>();
      for (JsonNode peer : api.all("/api/nodes/" + node.toHex() + "/peers", "peers")) {
        Map<String, Long> counts = new TreeMap<>();
        COUNTS.forEach(name -> counts.put(name, peer.get("counts").get(name).asLong()));
        if (counts.values().stream().anyMatch(count -> count > 0)) {
          answered.put(peer.get("peer_id").asString(), counts);
        }
      }
      assertThat(answered).as(node.toHex()).isEqualTo(peers);
    });
  }

  private static void count(Map<Bytes32, Map<String, Map<String, Long>>> counts, Said said,
      @Nullable Bytes32 peer, String what) {
    if (peer != null) { // else it dialled before it came to TART
      Map<String, Long> ofPeer = counts.computeIfAbsent(said.node(), node -> new TreeMap<>())
          .computeIfAbsent(peer.toHex(), absent -> {
            Map<String, Long> none = new TreeMap<>();
            COUNTS.forEach(name -> none.put(name, 0L));
            return none;
          });
      ofPeer.merge(what, 1L, Long::sum);
    }
  }

  /** How blocks spread: from the author's report to each node's first of a type. */
  private void blocks() {
    Map<String, Long> authored = new HashMap<>();
    Map<String, Map<Bytes32, Long>> first = new TreeMap<>();
    for (Said each : said) {
      String hash = null;
      int type = 0;
      switch (each.event()) {
        case Authored it -> {
          hash = it.outline().headerHash().toHex();
          type = 42;
          authored.merge(hash, each.time(), Math::min);
        }
        case Importing it -> {
          hash = it.outline().headerHash().toHex();
          type = 43;
        }
        case BestBlockChanged it -> {
          hash = it.headerHash().toHex();
          type = 11;
        }
        case FinalizedBlockChanged it -> {
          hash = it.headerHash().toHex();
          type = 12;
        }
        default -> {
          // tells of no block
        }
      }
      if (hash != null) {
        first.computeIfAbsent("0x" + hash + " " + type, absent -> new HashMap<>())
            .merge(each.node(), each.time(), Math::min);
      }
    }
    Map<String, List<Long>> expected = new TreeMap<>();
    first.forEach((key, reports) -> {
      Long anchor = authored.get(key.substring(2, 66));
      if (anchor != null) {
        expected.put(key, figures(reports.values().stream().mapToLong(time -> time - anchor).toArray()));
      }
    });
    assertThat(expected).as("blocks with an author, and types").hasSizeGreaterThan(2);

    Map<String, List<Long>> answered = new TreeMap<>();
    for (JsonNode it : api
        .get("/api/grafana/blocks/convergence" + range + "&event_type=11,12,42,43&limit=10000")) {
      List<Long> figures = new ArrayList<>(List.of(it.get("node_count").asLong()));
      PERCENTILES.forEach(name -> figures.add(it.get(name).asLong()));
      answered.put(it.get("hash").asString() + " " + it.get("event_type").asInt(), figures);
    }
    assertThat(answered).isEqualTo(expected);
  }

  /** The number of nodes, and the percentiles in milliseconds, cut towards 0: the sample that so many of a hundred do not reach. */
  private static List<Long> figures(long[] micros) {
    Arrays.sort(micros);
    List<Long> figures = new ArrayList<>(List.of((long) micros.length));
    for (int percent : new int[]{50, 75, 95, 99, 100}) {
      figures.add(micros[Math.min(micros.length * percent / 100, micros.length - 1)] / 1_000);
    }
    return figures;
  }
}
