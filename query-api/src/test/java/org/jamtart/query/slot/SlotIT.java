package org.jamtart.query.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.Events;
import org.jamtart.wire.JamTime;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What happened around a slot, by value. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SlotIT {

  private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");
  private static final long SLOT = JamTime.slotOf(JamTime.fromInstant(T));

  private final Rows rows;
  private final Api api;

  SlotIT(TestScope scope) {
    rows = new Rows(scope.database());
    rows.partitionsAround(T);
    for (String table : List.of("network_count_30s", "seen_block")) {
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-11-20T09:59:30Z') to ('2036-01-01T00:00:00Z')");
    }
    rows.gateway(new UUID(1, 1), "g", T, T, null);
    for (int node = 1; node <= 2; node++) {
      rows.node(node, T);
      rows.session(node, node, new UUID(1, 1), T, T);
    }
    count(40, 0, SLOT, 1, 3);
    count(41, 0, SLOT, 1, 2);
    count(42, 0, SLOT, 1, 1);
    count(43, 0, SLOT, 0, 5);
    count(43, 30, SLOT, 1, 2);
    count(62, 30, SLOT, 0, 7);
    count(68, 0, SLOT, 0, 4);
    count(11, 0, SLOT, 0, 6);
    count(12, 120, SLOT, 0, 6);
    count(11, 0, SLOT + 1, 0, 100);
    count(12, 3_600, SLOT, 0, 1_000);
    block(1, SLOT, 1, 40, 30, 0);
    block(2, SLOT, null, 50, 20, 45);
    block(3, SLOT + 1, 1, 99, 99, 99);
    List<Rows.Event> events = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      events.add(best(T.plusSeconds(i), 1 + i % 2, i, i < 5 ? SLOT : SLOT + 1));
    }
    rows.events(events);
    api = Api.start(scope);
  }

  private void count(int type, int after, long slot, int partition, long events) {
    rows.update("insert into network_count values (1, ?, ?, ?, '', ?, ?)", T.plusSeconds(after), (short) type,
        slot,
        partition, events);
  }

  private void block(int hash, long slot, @Nullable Integer author, int imported, int best, int finalized) {
    rows.update(
        "insert into seen_block (time, hash, slot, author, authored_at, imported, best, finalized, rivals) "
            + "values (?, ?, ?, ?, ?, ?, ?, ?, 1)",
        T.plusMillis(hash), Fixtures.peerId(hash).toByteArray(), slot, author,
        author == null ? null : T, imported, best, finalized);
  }

  private static Rows.Event best(Instant at, int node, long seq, long slot) {
    return new Rows.Event(at, node, seq, seq, at, slot, null, node, null, 11, false, null,
        Events.encode(new BestBlockChanged(0, slot, Fixtures.peerId(1)), new Protocol(1, 341)));
  }

  @Test
  void A_slot_has_its_counts_and_its_blocks() {
    JsonNode slot = api.json("/api/slots/" + SLOT);
    assertThat(slot.get("blocks_authored").intValue()).isEqualTo(1);
    assertThat(slot.get("blocks_announced").intValue()).isEqualTo(7);
    assertThat(slot.get("blocks_transferred").intValue()).isEqualTo(4);
    assertThat(slot.get("authoring_attempts").intValue()).isEqualTo(3);
    assertThat(slot.get("authoring_failures").intValue()).isEqualTo(2);
    assertThat(slot.get("total_events").intValue()).isEqualTo(3 + 2 + 1 + 5 + 2 + 7 + 4 + 6 + 6);
    assertThat(slot.get("nodes_involved").intValue()).isEqualTo(50);
    assertThat(slot.get("first_event").stringValue()).isEqualTo("2026-11-20T10:00:00.000000Z");
    assertThat(slot.get("last_event").stringValue()).isEqualTo("2026-11-20T10:02:00.000000Z");
    assertThat(slot.get("blocks")).hasSize(2);
    assertThat(slot.get("blocks").get(0).get("author").stringValue()).isEqualTo(Fixtures.peerId(1).toHex());
    assertThat(slot.get("blocks").get(1).has("author")).isFalse();
    assertThat(slot.has("events_by_node")).isFalse();
    // The minute before the slot is cut by retention.
    assertThat(slot.get("complete_since").stringValue()).isEqualTo("2026-11-20T09:59:30.000000Z");
  }

  @Test
  void Its_events_come_by_node_and_by_pages() {
    JsonNode slot = api.json("/api/slots/" + SLOT + "?include_events=true");
    assertThat(slot.get("events_by_node")).hasSize(2);
    assertThat(slot.get("events_by_node").get(0).get("events")).hasSize(3);
    assertThat(slot.get("events_by_node").get(1).get("events")).hasSize(2);
    JsonNode first = api.json("/api/slots/" + SLOT + "?include_events=true&limit=4");
    JsonNode second = api.json("/api/slots/" + SLOT + "?include_events=true&limit=4&cursor="
        + first.get("next").stringValue());
    assertThat(second.get("events_by_node")).hasSize(1);
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void A_slot_of_which_nobody_spoke_has_zeros_and_what_is_no_slot_is_refused() {
    for (String path : List.of("/api/slots/5", "/api/slots/4294967295", "/api/slots/" + (SLOT + 10_000))) {
      JsonNode slot = api.json(path);
      assertThat(slot.get("total_events").intValue()).isZero();
      assertThat(slot.get("blocks")).isEmpty();
      assertThat(slot.has("first_event")).isFalse();
    }
    for (String wrong : List.of("-1", "4294967296", "x", "99999999999")) {
      assertThat(api.get("/api/slots/" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }
}
