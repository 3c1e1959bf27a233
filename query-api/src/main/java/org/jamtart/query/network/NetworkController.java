package org.jamtart.query.network;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.network.NetworkSql.Introduced;
import org.jamtart.query.node.NodeInfo;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.JamParameters;
import org.jamtart.wire.NodeInformation;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /api/network}. */
@Tag(name = "Network")
@ReadsTables
@RestController
final class NetworkController {

  private static final int DEFAULT_SLOT_SECONDS = 6;

  private final NetworkSql sql;
  private final Horizon horizon;
  private final TransactionOperations snapshot;
  private final JsonMapper json;

  NetworkController(NetworkSql sql, Horizon horizon, TransactionOperations snapshot, JsonMapper json) {
    this.sql = sql;
    this.horizon = horizon;
    this.snapshot = snapshot;
    this.json = json;
  }

  @Operation(operationId = "network", summary = "Which network this is", description = "As the connected nodes say when they introduce "
      + "themselves. Where they do not agree, the genesis and the constants of most of them are shown, and `networks` has them all. "
      + "Without a connected node there is no genesis, and the counts of `topology` are 0. Answers the question: which network is "
      + "observed, with which constants and which software? Fed by the node information of every connection.")
  @ByteStyles.Choosable
  @GetMapping("/api/network")
  ResponseEntity<NetworkView> network(Query query) {
    ByteStyle style = ByteStyles.of(query);
    return ResponseEntity.ok().header("Cache-Control", "no-cache").body(snapshot.execute(status -> {
      Instant now = horizon.moment();
      List<Introduced> connected = sql.connected(now);
      List<NodeInformation> told = connected.stream()
          .map(Introduced::information)
          .filter(Objects::nonNull)
          .toList();
      @Nullable
      NodeInformation usual = usual(told);
      @Nullable
      JsonNode shown = usual == null ? null : json.valueToTree(new NodeInfo(usual, style));
      @Nullable
      JsonNode parameters = shown == null ? null : shown.get("params");
      return new NetworkView(
          new Network(connected.size(), sql.known(), shown == null ? null : shown.get("genesis")),
          topology(parameters), parameters, connected.isEmpty() ? null : implementations(connected),
          networks(told), now);
    }));
  }

  /** A node of those that agree on genesis and constants with most others. */
  private static @Nullable NodeInformation usual(List<NodeInformation> told) {
    Map<Constants, Long> votes = told.stream()
        .collect(Collectors.groupingBy(Constants::of, Collectors.counting()));
    Optional<NodeInformation> usual = told.stream()
        .max(Comparator.<NodeInformation>comparingLong(node -> votes.getOrDefault(Constants.of(node), 0L))
            .thenComparing(node -> node.genesisHash().toHex()));
    return usual.orElse(null);
  }

  private record Constants(Bytes32 genesis, JamParameters parameters) {
    static Constants of(NodeInformation node) {
      return new Constants(node.genesisHash(), node.parameters());
    }
  }

  private static Topology topology(@Nullable JsonNode parameters) {
    return new Topology(number(parameters, "core_count", 0), number(parameters, "val_count", 0),
        number(parameters, "epoch_period", 0),
        number(parameters, "slot_period_sec", DEFAULT_SLOT_SECONDS));
  }

  private static long number(@Nullable JsonNode parameters, String key, long otherwise) {
    return parameters == null || !parameters.has(key) ? otherwise : parameters.get(key).longValue();
  }

  private static List<Implementation> implementations(List<Introduced> connected) {
    return connected.stream()
        .collect(Collectors.groupingBy(node -> List.of(node.implementation(), node.version()),
            Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> new Implementation(entry.getKey().getFirst(), entry.getKey().getLast(),
            entry.getValue()))
        .sorted(Comparator.comparingLong(Implementation::nodes)
            .reversed()
            .thenComparing(Implementation::name)
            .thenComparing(Implementation::version))
        .toList();
  }

  private static List<Genesis> networks(List<NodeInformation> told) {
    Map<String, Long> nodes = told.stream()
        .map(node -> node.genesisHash().toHex())
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    return nodes.entrySet()
        .stream()
        .map(entry -> new Genesis("0x" + entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Genesis::nodes).reversed())
        .toList();
  }

  /**
   * @param protocolParams  the constants, under the names of the node information message; absent without a connected node
   * @param implementations of the connected nodes, the most frequent first; absent without a connected node
   * @param networks        every genesis that connected nodes name, that of most nodes first
   * @param asOf            when was judged who is connected: up to then the log is stored
   */
  @Schema(name = "NetworkView")
  record NetworkView(Network network, Topology topology,
      @Schema(implementation = Object.class, types = "object") @Nullable JsonNode protocolParams,
      @Nullable List<Implementation> implementations, List<Genesis> networks, Instant asOf) {}

  @Schema(name = "Network")
  record Network(long connectedNodes, long totalNodes,
      @Schema(implementation = String.class, types = "string") @Nullable JsonNode genesis) {}

  @Schema(name = "NetworkConstants")
  record Topology(long coreCount, long validatorCount, long epochPeriod, long slotPeriodSec) {}

  /** @param nodes connected ones that have it */
  @Schema(name = "Implementation")
  record Implementation(String name, String version, long nodes) {}

  /** @param nodes connected ones that name it */
  @Schema(name = "Genesis")
  record Genesis(String genesis, long nodes) {}
}
