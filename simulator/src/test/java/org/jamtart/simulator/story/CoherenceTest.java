package org.jamtart.simulator.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jamtart.wire.AvailabilityEvent.AssuranceReceived;
import org.jamtart.wire.AvailabilityEvent.DistributingAssurance;
import org.jamtart.wire.AvailabilityEvent.ReceivingShardRequest;
import org.jamtart.wire.AvailabilityEvent.SendingShardRequest;
import org.jamtart.wire.BlockAuthoringEvent.Authored;
import org.jamtart.wire.BlockAuthoringEvent.Authoring;
import org.jamtart.wire.BlockAuthoringEvent.Importing;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeBuilt;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeReceived;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import org.jamtart.wire.JamTime;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import org.jamtart.wire.StatusEvent.FinalizedBlockChanged;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whether what the nodes say fits together: one network, seen from thirty sides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoherenceTest {
  private static final int NODES = 30;
  private static final long LAST_MOMENTS = 2_000_000;

  private record Told(Bytes32 node, Event event) {}

  private final List<Told> told = new ArrayList<>();
  private long end;

  @BeforeAll
  void listen() throws Exception {
    var length = Duration.ofSeconds(90);
    var story = Story.of(StoryConfig.of(NODES, StoryTest.START).withDuration(length));
    end = JamTime.fromInstant(StoryTest.START.plus(length));
    for (int node = 0; node < NODES; node++) {
      var heard = new Heard(story.stream(node));
      heard.events.forEach(each -> told.add(new Told(heard.information.peerId(), each.event())));
    }
  }

  private <E extends Event> List<E> all(Class<E> type) {
    return told.stream().map(Told::event).filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  void blocks_are_imported_best_and_final_as_they_were_authored() {
    var slots = new HashMap<Bytes32, Long>();
    all(Authored.class)
        .forEach(event -> slots.put(event.outline().headerHash(), JamTime.slotOf(event.timestamp())));
    assertThat(all(Importing.class)).hasSizeGreaterThan(NODES * 10)
        .allSatisfy(
            event -> assertThat(slots).containsEntry(event.outline().headerHash(), event.slot()));
    assertThat(all(BestBlockChanged.class)).hasSizeGreaterThan(NODES * 10)
        .allSatisfy(event -> assertThat(slots).containsEntry(event.headerHash(), event.slot()));
    assertThat(all(FinalizedBlockChanged.class)).filteredOn(event -> slots.containsKey(event.headerHash()))
        .hasSizeGreaterThan(NODES * 8)
        .allSatisfy(event -> assertThat(slots.get(event.headerHash())).isEqualTo(event.slot()));
  }

  @Test
  void one_node_is_the_author_of_a_slot_except_where_the_chain_forks() {
    var authors = new HashMap<Long, Set<Bytes32>>();
    told.forEach(each -> {
      if (each.event() instanceof Authoring authoring) {
        authors.computeIfAbsent(authoring.slot(), ignored -> new HashSet<>()).add(each.node());
      }
    });
    assertThat(authors).hasSizeGreaterThanOrEqualTo(14)
        .allSatisfy((slot, who) -> assertThat(who).hasSizeBetween(1, 2));
    assertThat(authors.values()).filteredOn(who -> who.size() == 1).hasSizeGreaterThan(8);
  }

  @Test
  void best_blocks_do_not_come_before_their_author_made_them() {
    var authored = new HashMap<Bytes32, Long>();
    all(Authored.class).forEach(event -> authored.put(event.outline().headerHash(), event.timestamp()));
    assertThat(all(BestBlockChanged.class))
        .allSatisfy(event -> assertThat(event.timestamp()).isGreaterThan(authored.get(event.headerHash())));
  }

  @Test
  void a_package_is_the_same_to_its_three_guarantors() {
    var outlines = new HashMap<Bytes32, Set<Object>>();
    var guarantors = new HashMap<Bytes32, Set<Bytes32>>();
    told.forEach(each -> {
      if (each.event() instanceof WorkPackageReceived received) {
        var hash = received.outline().workPackageHash();
        outlines.computeIfAbsent(hash, ignored -> new HashSet<>())
            .add(List.of(received.core(), received.outline()));
        guarantors.computeIfAbsent(hash, ignored -> new HashSet<>()).add(each.node());
      }
    });
    assertThat(outlines).hasSizeGreaterThan(10).allSatisfy((hash, seen) -> assertThat(seen).hasSize(1));
    assertThat(guarantors.values()).allSatisfy(who -> assertThat(who).hasSizeBetween(1, 3))
        .anySatisfy(who -> assertThat(who).hasSize(3));
  }

  @Test
  void guarantees_are_received_after_they_were_built() {
    var built = new HashMap<Bytes32, Long>();
    all(GuaranteeBuilt.class)
        .forEach(event -> built.merge(event.outline().workReportHash(), event.timestamp(), Math::min));
    assertThat(all(GuaranteeReceived.class)).hasSizeGreaterThan(NODES * 8)
        .allSatisfy(
            event -> assertThat(event.timestamp())
                .isGreaterThan(built.get(event.outline().workReportHash())));
  }

  @Test
  void assurances_are_received_with_the_anchor_that_their_sender_gave() {
    var anchors = new HashMap<Bytes32, Set<Bytes32>>();
    told.forEach(each -> {
      if (each.event() instanceof DistributingAssurance assurance) {
        anchors.computeIfAbsent(each.node(), ignored -> new HashSet<>()).add(assurance.anchor());
      }
    });
    assertThat(all(AssuranceReceived.class)).hasSizeGreaterThan(NODES * 20)
        .allSatisfy(event -> assertThat(anchors.get(event.sender())).contains(event.anchor()));
  }

  @Test
  void whoever_is_asked_for_a_shard_tells_of_it_too() {
    Map<List<Bytes32>, Integer> balance = new HashMap<>();
    told.stream().filter(each -> each.event().timestamp() < end - LAST_MOMENTS).forEach(each -> {
      switch (each.event()) {
        case SendingShardRequest sending ->
          balance.merge(List.of(each.node(), sending.guarantor()), 1, Integer::sum);
        case ReceivingShardRequest receiving ->
          balance.merge(List.of(receiving.assurer(), each.node()), -1, Integer::sum);
        default -> {
        }
      }
    });
    // A request may be on its way at the moment of the cut, no more.
    assertThat(balance).hasSizeGreaterThan(NODES)
        .allSatisfy((pair, more) -> assertThat(more).isBetween(0, 2));
  }
}
