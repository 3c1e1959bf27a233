package org.jamtart.query.network;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.network.TopologySql.Exchanged;
import org.jamtart.query.network.TopologySql.Pair;
import org.jamtart.query.network.TopologySql.Sum;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.query.shared.Keeping;
import org.jamtart.store.Tier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/network/topology}. */
@Tag(name = "Network")
@ReadsTables
@RestController
final class TopologyController {

  private static final int BLOCK_ANNOUNCED = 62;
  private static final int BLOCK_TRANSFERRED = 68;
  private static final int TICKET_TRANSFERRED = 84;
  private static final int MOST = 5_000;
  private static final Duration LOOK_BACK = Duration.ofHours(1);

  private final TopologySql sql;
  private final Retained retained;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  TopologyController(TopologySql sql, Retained retained, Horizon horizon, TransactionOperations snapshot) {
    this.sql = sql;
    this.retained = retained;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "topology", summary = "Who talks with whom", description = "Of the current hour and the one before it, whole "
      + "(`start`, `end`); the figures of the last hour are of the last 60 minutes. `from_node` is always the node that reports, whoever "
      + "sent: between two observed nodes there are both directions. Of each list the first `limit` are shown, those with most "
      + "messages; `network_stats` has the number of all pairs, and /api/nodes/{id}/peers all peers of one node. An answer may be ten seconds "
      + "old; one that is asked for with `consistent`, or after a flush, is not. Answers the question: "
      + "between which nodes do blocks and tickets flow? Fed by BlockAnnounced(62), BlockTransferred(68), TicketTransferred(84), "
      + "ConnectedIn(23), ConnectedOut(26), Disconnected(27).")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of each list; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "5000", defaultValue = "5000"))
  @GetMapping("/api/network/topology")
  ResponseEntity<Topology> topology(Query query) {
    Limit limit = query.limit(MOST, MOST);
    return ResponseEntity.ok()
        .header(HttpHeaders.CACHE_CONTROL, Keeping.briefly(query))
        .body(snapshot.execute(status -> {
          Instant now = horizon.moment();
          Instant from = Tier.HOUR.bucket(now.minus(LOOK_BACK));
          Instant to = Tier.HOUR.bucket(now).plus(Tier.HOUR.length());
          List<Pair> announced = sql.connectedPairs(BLOCK_ANNOUNCED, from, to, limit.value());
          List<Pair> tickets = sql.pairs(TICKET_TRANSFERRED, from, to, limit.value());
          long pairs = announced.isEmpty() ? 0 : announced.getFirst().pairs();
          long active = sql.active(from, to);
          Exchanged exchanged = sql.exchanged(now.minus(LOOK_BACK), to);
          return new Topology(announced.stream().map(Link::of).toList(),
              sql.nodes(BLOCK_TRANSFERRED, from, to, limit.value()).stream().map(Blocks::of).toList(),
              tickets.stream().map(Tickets::of).toList(),
              new NetworkStats(pairs, exchanged.announcements(), exchanged.blocks(), exchanged.tickets(),
                  active == 0 ? 0 : Math.round((double) pairs / active), active),
              limit.note(), from, now,
              retained.completeSince("peer_count").filter(since -> since.isAfter(from)).orElse(null));
        }));
  }

  /**
   * @param connections   pairs between which blocks were announced
   * @param note          what the request asked for and did not get
   * @param completeSince since when it is complete, when retention has cut it
   */
  @Schema(name = "Topology")
  record Topology(List<Link> connections, List<Blocks> blockTransfers, List<Tickets> ticketTransfers,
      NetworkStats networkStats, @Nullable String note, Instant start, Instant end,
      @Nullable Instant completeSince) {}

  /**
   * @param messageCount   blocks announced, by either
   * @param connectionType always {@code validator}
   * @param connected      whether the node says that it is connected with the peer now; absent where it never said
   */
  @Schema(name = "TopologyLink")
  record Link(String fromNode, String toNode, long messageCount, String connectionType, Instant lastSeen,
      @Nullable Boolean connected) {

    static Link of(Pair pair) {
      return new Link(pair.from().toHex(), pair.to().toHex(), pair.events(), "validator", pair.last(),
          pair.connected());
    }
  }

  /** @param blocksTransferred blocks of whose transfer the node reports, in either direction */
  @Schema(name = "TopologyBlocks")
  record Blocks(String nodeId, long blocksTransferred, Instant lastTransfer) {

    static Blocks of(Sum sum) {
      return new Blocks(sum.node().toHex(), sum.events(), sum.last());
    }
  }

  /** @param messageCount tickets transferred, in either direction */
  @Schema(name = "TopologyTickets")
  record Tickets(String fromNode, String toNode, long messageCount, Instant lastSeen) {

    static Tickets of(Pair pair) {
      return new Tickets(pair.from().toHex(), pair.to().toHex(), pair.events(), pair.last());
    }
  }

  /**
   * @param totalConnections    pairs between which blocks were announced, shown or not
   * @param averagePeersPerNode of these, rounded
   * @param activeNodes         nodes that announced blocks, transferred blocks or tickets
   */
  @Schema(name = "TopologyStats")
  record NetworkStats(long totalConnections, long blockAnnouncementsLastHour, long blockTransfersLastHour,
      long ticketTransfersLastHour, long averagePeersPerNode, long activeNodes) {}
}
