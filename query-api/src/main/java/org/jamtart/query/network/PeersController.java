package org.jamtart.query.network;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.node.LatestSql;
import org.jamtart.query.node.NodeSql;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.HashCursor;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.StatusEvent.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/nodes/{id}/peers}. */
@Tag(name = "Nodes")
@ReadsTables
@RestController
final class PeersController {

  private static final int DEFAULT_LIMIT = 200;
  private static final int MOST = 1_000;
  private static final Duration COUNTED = Duration.ofHours(24);

  private final NodeSql nodes;
  private final LatestSql latest;
  private final PeerSql peers;
  private final Retained retained;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  PeersController(NodeSql nodes, LatestSql latest, PeerSql peers, Retained retained, Horizon horizon,
      TransactionOperations snapshot) {
    this.nodes = nodes;
    this.latest = latest;
    this.peers = peers;
    this.retained = retained;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "nodePeers", summary = "With whom a node is connected", description = "The numbers of peers are those of its "
      + "newest status report, 0 where it never sent one; `history` has its newest 100 minutes with reports. `peers` is what it says of "
      + "each peer, in the order of their ids: a page has 200 unless `limit` says another number. `counts` are of the last 24 hours, in "
      + "whole hours (`counted_from`, `counted_to`, and `counted_complete_since` when retention has cut them). Answers the question: with "
      + "whom is this node connected, since when, and why not with others? Fed by Status(10), ConnectedIn(23), ConnectingOut(24), "
      + "ConnectOutFailed(25), ConnectedOut(26), Disconnected(27), PeerMisbehaved(28), BlockAnnouncementStreamOpened(60), "
      + "BlockAnnouncementStreamClosed(61), BlockAnnounced(62), BlockTransferred(68), TicketTransferred(84).")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Peers of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "200"))
  @Paged
  @GetMapping("/api/nodes/{id}/peers")
  ResponseEntity<PeersPage> peers(@PathVariable("id") String id, Query query, HttpServletRequest request) {
    Bytes32 peer = NodeIds.parse("id", id);
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    var filter = Fingerprint.of("peers", peer);
    @Nullable
    HashCursor after = HashCursor.of(query, filter);
    PeersPage page = snapshot.execute(status -> {
      int node = nodes.number(peer)
          .orElseThrow(
              () -> Problem.notFound("no node " + peer.toHex() + " has ever connected").asException());
      Instant now = horizon.moment();
      Instant from = Tier.HOUR.bucket(now.minus(COUNTED));
      List<Peer> found = peers.peers(node, after == null ? null : after.after(), limit.value() + 1);
      boolean more = found.size() > limit.value();
      List<Peer> shown = more ? found.subList(0, limit.value()) : found;
      Map<String, Map<Integer, Long>> counts = peers.counts(node, shown, from, now);
      @Nullable
      Status said = latest.status(node);
      long total = said == null ? 0 : said.numPeers();
      long validators = said == null ? 0 : said.numValidatorPeers();
      return new PeersPage(validators, Math.max(0, total - validators), total,
          said == null ? 0 : said.numAnnouncementPeers(), peers.announcing(node), peers.history(node),
          shown.stream().map(each -> each.with(counts.getOrDefault(each.peerId(), Map.of()))).toList(), more,
          more ? new HashCursor(Bytes32.ofHex(shown.getLast().peerId())).text(filter) : null, limit.value(),
          limit.note(), from, now,
          retained.completeSince("peer_count").filter(since -> since.isAfter(from)).orElse(null), now);
    });
    return Links.page(request, page, page.next());
  }

  /**
   * @param validatorPeers         peers that are validators, by the newest status report
   * @param syncPeers              peers with a stream of block announcements, by the same
   * @param blockAnnouncementPeers peers with such a stream, by the events that open and close it
   * @param history                newest first
   * @param hasMore                whether there is another page of peers
   * @param next                   its cursor
   * @param limit                  how many peers this page could have
   * @param note                   what the request asked for and did not get
   * @param asOf                   the moment up to which the log is stored
   */
  @Schema(name = "PeersPage")
  record PeersPage(long validatorPeers, long nonValidatorPeers, long totalPeers, long syncPeers,
      long blockAnnouncementPeers, List<PeerPoint> history, List<Peer> peers, boolean hasMore,
      @Nullable String next, int limit, @Nullable String note, Instant countedFrom, Instant countedTo,
      @Nullable Instant countedCompleteSince, Instant asOf) {}
}
