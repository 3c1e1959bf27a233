package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jamtart.simulator.account.Account;
import org.jamtart.simulator.account.SessionAccount;
import org.jamtart.wire.BlockAuthoringEvent.Authored;
import org.jamtart.wire.BlockAuthoringEvent.Authoring;
import org.jamtart.wire.BlockAuthoringEvent.AuthoringFailed;
import org.jamtart.wire.BlockAuthoringEvent.Importing;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnounced;
import org.jamtart.wire.BlockDistributionEvent.BlockTransferred;
import org.jamtart.wire.BlockDistributionEvent.ReceivingBlockRequest;
import org.jamtart.wire.BlockDistributionEvent.SendingBlockRequest;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.NetworkingEvent.ConnectedIn;
import org.jamtart.wire.NetworkingEvent.ConnectedOut;
import org.jamtart.wire.NetworkingEvent.ConnectingOut;
import org.jamtart.wire.NetworkingEvent.Disconnected;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import org.jamtart.wire.StatusEvent.FinalizedBlockChanged;
import org.jamtart.wire.TicketEvent.TicketTransferred;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the API answers about slots, and about who talks with whom, against what the nodes of a simulated network said. */
final class SlotAnswers {

  private static final long ERA = 1_735_732_800L;
  private static final long SLOT_SECONDS = 6;
  private static final long HALF_MINUTE = 30_000_000;
  private static final Set<Integer> CONNECTION = Set.of(23, 26, 27);
  private static final Set<Integer> TRAFFIC = Set.of(62, 68, 84);

  private final Api api;
  private final List<About> all = new ArrayList<>();

  SlotAnswers(Api api, Account account) {
    this.api = api;
    account.sessions().forEach(this::read);
  }

  /**
   * An event about a peer, a slot or a block.
   *
   * @param peer with whom the node has to do; null for nobody, and where it said so before it came to TART
   * @param slot null for none
   * @param hash of a block's header; null for none
   */
  private record About(Said said, @Nullable Bytes32 peer, @Nullable Long slot, @Nullable String hash) {

    int type() {
      return said.type();
    }

    String pair() {
      return said.node().toHex() + " " + Objects.requireNonNull(peer).toHex();
    }
  }

  private void read(SessionAccount session) {
    Map<Long, Bytes32> peers = new HashMap<>();
    Map<Long, Long> slots = new HashMap<>();
    for (Said said : Said.in(session)) {
      switch (said.event()) {
        case ConnectingOut it -> peers.put(said.id(), it.peerId());
        case SendingBlockRequest it -> peers.put(said.id(), it.recipient());
        case ReceivingBlockRequest it -> peers.put(said.id(), it.sender());
        case ConnectedIn it -> about(said, it.peerId(), null, null);
        case ConnectedOut it -> about(said, peers.get(it.connectingId()), null, null);
        case Disconnected it -> about(said, it.peer(), null, null);
        case TicketTransferred it -> about(said, it.peer(), null, null);
        case BlockAnnounced it -> about(said, it.peer(), it.slot(), null);
        case BlockTransferred it -> about(said, peers.get(it.requestId()), it.slot(), null);
        case Authoring it -> {
          slots.put(said.id(), it.slot());
          about(said, null, it.slot(), null);
        }
        case AuthoringFailed it -> about(said, null, slots.get(it.authoringId()), null);
        case Authored it -> about(said, null, slots.get(it.authoringId()), it.outline().headerHash());
        case Importing it -> about(said, null, it.slot(), it.outline().headerHash());
        case BestBlockChanged it -> about(said, null, it.slot(), it.headerHash());
        case FinalizedBlockChanged it -> about(said, null, it.slot(), it.headerHash());
        default -> {
          // tells of none of these
        }
      }
    }
  }

  private void about(Said said, @Nullable Bytes32 peer, @Nullable Long slot, @Nullable Bytes32 hash) {
    all.add(new About(said, peer, slot, hash == null ? null : "0x" + hash.toHex()));
  }

  void compare() {
    topology();
    slots();
  }

  private void topology() {
    JsonNode answer = api.get("/api/network/topology");
    Map<String, Boolean> connected = new HashMap<>();
    Map<String, Long> since = new HashMap<>();
    with(CONNECTION).forEach(it -> {
      if (since.getOrDefault(it.pair(), Long.MIN_VALUE) <= it.said.time()) {
        since.put(it.pair(), it.said.time());
        connected.put(it.pair(), it.type() != 27);
      }
    });
    Map<String, List<Object>> announced = traffic(62, true);
    announced.forEach((pair, figures) -> figures.add(String.valueOf(connected.get(pair))));
    assertThat(announced).as("pairs").hasSizeGreaterThan(100);
    assertThat(links(answer.get("connections"), true)).isEqualTo(announced);
    assertThat(links(answer.get("ticket_transfers"), false)).isEqualTo(traffic(84, true));
    Map<String, List<Object>> transfers = new TreeMap<>();
    answer.get("block_transfers")
        .forEach(it -> transfers.put(it.get("node_id").asString(),
            List.of(it.get("blocks_transferred").asLong(), Api.micros(it.get("last_transfer")))));
    assertThat(transfers).isEqualTo(traffic(68, false));

    long active = with(TRAFFIC).map(it -> it.said.node()).distinct().count();
    JsonNode stats = answer.get("network_stats");
    assertThat(stats.get("total_connections").asLong()).isEqualTo(announced.size());
    assertThat(stats.get("active_nodes").asLong()).isEqualTo(active);
    assertThat(stats.get("average_peers_per_node").asLong())
        .isEqualTo(Math.round((double) announced.size() / active));
    Map.of("block_announcements", 62, "block_transfers", 68, "ticket_transfers", 84)
        .forEach((name, type) -> assertThat(stats.get(name + "_last_hour").asLong()).as(name)
            .isEqualTo(all.stream().filter(it -> it.type() == type).count()));
  }

  private Stream<About> with(Set<Integer> types) {
    return all.stream().filter(it -> types.contains(it.type()) && it.peer != null);
  }

  /** How often, and when last, by pair or by node. */
  private Map<String, List<Object>> traffic(int type, boolean byPair) {
    Map<String, List<Object>> traffic = new TreeMap<>();
    with(Set.of(type))
        .collect(Collectors.groupingBy(it -> byPair ? it.pair() : it.said.node().toHex()))
        .forEach((key, events) -> traffic.put(key,
            new ArrayList<>(List.of((long) events.size(),
                events.stream().mapToLong(it -> it.said.time()).max().orElseThrow()))));
    return traffic;
  }

  private static Map<String, List<Object>> links(JsonNode list, boolean withState) {
    Map<String, List<Object>> links = new TreeMap<>();
    for (JsonNode it : list) {
      List<Object> figures = new ArrayList<>(
          List.of(it.get("message_count").asLong(), Api.micros(it.get("last_seen"))));
      if (withState) {
        figures.add(it.hasNonNull("connected") ? it.get("connected").toString() : "null");
      }
      links.put(it.get("from_node").asString() + " " + it.get("to_node").asString(), figures);
    }
    return links;
  }

  private void slots() {
    Map<Long, List<About>> slots = all.stream()
        .filter(it -> it.slot != null)
        .collect(
            Collectors.groupingBy(it -> Objects.requireNonNull(it.slot), TreeMap::new, Collectors.toList()));
    assertThat(slots).as("slots that nodes spoke of").hasSizeGreaterThan(2);
    slots.forEach(this::slot);
    slots.entrySet()
        .stream()
        .max(Map.Entry.comparingByValue((a, b) -> Integer.compare(a.size(), b.size())))
        .ifPresent(most -> events(most.getKey(), most.getValue()));
  }

  private void slot(long slot, List<About> told) {
    JsonNode answer = api.get("/api/slots/" + slot);
    Map<String, List<Object>> blocks = blocks(told);
    Map<String, Object> expected = new TreeMap<>(Map.of("slot", slot, "blocks_authored",
        told.stream().filter(it -> it.type() == 42).map(About::hash).distinct().count(), "blocks_announced",
        count(told, 62), "blocks_transferred", count(told, 68), "authoring_attempts", count(told, 40),
        "authoring_failures", count(told, 41), "total_events", (long) told.size(), "nodes_involved",
        blocks.values()
            .stream()
            .flatMap(it -> it.subList(2, 5).stream())
            .mapToLong(it -> (Long) it)
            .max()
            .orElse(0)));
    Map<String, Object> answered = new TreeMap<>();
    expected.keySet().forEach(name -> answered.put(name, answer.get(name).asLong()));
    assertThat(answered).as("slot " + slot).isEqualTo(expected);

    long begin = (ERA + slot * SLOT_SECONDS) * 1_000_000;
    assertThat(Api.micros(answer.get("begins_at"))).isEqualTo(begin);
    assertThat(Api.micros(answer.get("start"))).isEqualTo((begin - 60_000_000) / HALF_MINUTE * HALF_MINUTE);
    assertThat(Api.micros(answer.get("end"))).isEqualTo(begin + 600_000_000);
    long[] times = told.stream()
        .mapToLong(it -> it.said.time() / HALF_MINUTE * HALF_MINUTE)
        .sorted()
        .toArray();
    assertThat(Api.micros(answer.get("first_event"))).isEqualTo(times[0]);
    assertThat(Api.micros(answer.get("last_event"))).isEqualTo(times[times.length - 1]);
    Map<String, List<Object>> shown = new TreeMap<>();
    for (JsonNode it : answer.get("blocks")) {
      shown.put(it.get("hash").asString(),
          Arrays.asList(it.hasNonNull("author") ? it.get("author").asString() : null,
              it.hasNonNull("authored_at") ? Api.micros(it.get("authored_at")) : null,
              it.get("imported_by").asLong(),
              it.get("best_of").asLong(), it.get("finalized_by").asLong()));
    }
    assertThat(shown).as("blocks of slot " + slot).isEqualTo(blocks);
  }

  /** Author, when it was authored, and how many nodes imported it, had it as their best, and finalized it. */
  private static Map<String, List<Object>> blocks(List<About> told) {
    Map<String, List<Object>> blocks = new TreeMap<>();
    told.stream()
        .filter(it -> it.hash != null)
        .collect(Collectors.groupingBy(About::hash))
        .forEach((hash, of) -> {
          @Nullable
          Said authored = of.stream()
              .filter(it -> it.type() == 42)
              .map(About::said)
              .min((a, b) -> Long.compare(a.time(), b.time()))
              .orElse(null);
          blocks.put(hash,
              Arrays.asList(authored == null ? null : authored.node().toHex(),
                  authored == null ? null : (Long) authored.time(), tellers(of, 43), tellers(of, 11),
                  tellers(of, 12)));
        });
    return blocks;
  }

  private static long count(List<About> told, int type) {
    return told.stream().filter(it -> it.type() == type).count();
  }

  private static long tellers(List<About> told, int type) {
    return told.stream().filter(it -> it.type() == type).map(it -> it.said.node()).distinct().count();
  }

  /** The events of a slot themselves, through all pages. */
  private void events(long slot, List<About> told) {
    List<String> shown = new ArrayList<>();
    for (JsonNode node : api.all("/api/slots/" + slot + "?include_events=true", "events_by_node")) {
      node.get("events")
          .forEach(it -> shown.add(node.get("node_id").asString() + " " + it.get("event_id").asLong() + " "
              + it.get("event_type").asInt() + " " + Api.micros(it.get("timestamp"))));
    }
    List<String> expected = told.stream()
        .map(it -> it.said.node().toHex() + " " + it.said.id() + " " + it.type() + " "
            + it.said.time())
        .sorted()
        .toList();
    Collections.sort(shown);
    assertThat(shown).as("events of slot " + slot).isEqualTo(expected);
  }
}
