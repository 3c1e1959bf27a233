package org.jamtart.query.audit;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The audits, by value. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AuditsIT {

  private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");

  private final Api api;
  private final Rows rows;

  AuditsIT(TestScope scope) {
    rows = new Rows(scope.database());
    rows.execute(
        "create table audit_all partition of audit for values from ('2026-11-20') to ('2036-01-01')");
    UUID gateway = new UUID(1, 1);
    rows.gateway(gateway, "g", T, T.plusSeconds(60), null);
    for (int node = 1; node <= 2; node++) {
      rows.node(node, T);
      rows.session(node, node, gateway, T, T);
    }
    // One by shards after a refusal, one by the whole bundle, one that is under way, one of which only the end is known.
    audit(0, 1, 7, 2L, 0L, null, 8L, 9L, true);
    audit(20, 1, -1, null, 20L, 23L, null, null, null);
    audit(40, 2, 7, 40L, null, null, null, null, null);
    audit(40, 2, 8, null, null, null, null, 40L, null);
    api = Api.start(scope);
  }

  private void audit(long at, int node, long id, @Nullable Long shard, @Nullable Long bundle,
      @Nullable Long transferred,
      @Nullable Long reconstructing, @Nullable Long reconstructed, @Nullable Boolean trivial) {
    rows.update(
        "insert into audit (time, session, audit_id, node, last_seq, first_shard, first_bundle, transferred, "
            + "reconstructing, reconstructed, trivial, shard_requests, shard_failures, shards, bundle_requests, bundle_failures) "
            + "values (?, ?, ?, ?, 9, ?, ?, ?, ?, ?, ?, 5, 1, 4, 3, 2)",
        T.plusSeconds(at), (long) node, id, node, after(shard),
        after(bundle), after(transferred), after(reconstructing), after(reconstructed), trivial);
  }

  private static @Nullable Instant after(@Nullable Long seconds) {
    return seconds == null ? null : T.plusSeconds(seconds);
  }

  @Test
  void The_newest_come_first_with_how_long_each_recovery_took() {
    JsonNode page = api.json("/api/audits");
    assertThat(texts(page)).containsExactly("2 8 true null", "2 7 false null",
        "1 18446744073709551615 true 3000.0", "1 7 true 9000.0");
    JsonNode first = page.get("audits").get(3);
    assertThat(first.get("session").stringValue()).isEqualTo(new UUID(7, 1).toString());
    assertThat(Instant.parse(first.get("first_bundle_request_at").stringValue()))
        .isEqualTo("2026-11-20T10:00:00Z");
    assertThat(Instant.parse(first.get("first_shard_request_at").stringValue()))
        .isEqualTo("2026-11-20T10:00:02Z");
    assertThat(Instant.parse(first.get("reconstructing_at").stringValue())).isEqualTo("2026-11-20T10:00:08Z");
    assertThat(first.get("trivial").booleanValue()).isTrue();
    assertThat(first.has("bundle_received_at")).isFalse();
    assertThat(List.of(first.get("shard_requests").asLong(), first.get("shards_received").asLong(),
        first.get("shard_failures").asLong(), first.get("bundle_requests").asLong(),
        first.get("bundle_failures").asLong())).containsExactly(5L, 4L, 1L, 3L, 2L);
    assertThat(Instant.parse(page.get("complete_since").stringValue())).isEqualTo("2026-11-20T00:00:00Z");
  }

  @Test
  void Filters_hold_and_pages_follow_on_each_other() {
    assertThat(texts(api.json("/api/audits?node=" + Fixtures.peerId(1).toHex()))).hasSize(2)
        .allMatch(text -> text.startsWith("1 "));
    assertThat(texts(api.json("/api/audits?start=2026-11-20T10:00:20Z&end=2026-11-20T10:00:40Z")))
        .containsExactly("1 18446744073709551615 true 3000.0");
    List<String> walked = new ArrayList<>();
    for (String next = ""; next != null;) {
      JsonNode page = api.json("/api/audits?limit=1" + next);
      walked.addAll(texts(page));
      next = page.has("next") ? "&cursor=" + page.get("next").stringValue() : null;
    }
    assertThat(walked).containsExactlyElementsOf(texts(api.json("/api/audits")));
    assertThat(api.get("/api/audits?node=" + Fixtures.peerId(99).toHex()).status()).isEqualTo(404);
    assertThat(api.get("/api/audits?core=1").status()).isEqualTo(400);
    assertThat(api.get("/api/audits?start=2026-11-20T10:00:20Z&end=2026-11-20T10:00:20Z").status())
        .isEqualTo(400);
  }

  private static List<String> texts(JsonNode page) {
    List<String> texts = new ArrayList<>();
    page.get("audits").forEach(audit -> {
      String node = audit.get("node_id").stringValue();
      texts.add(node.charAt(node.length() - 1) + " " + audit.get("audit_id") + " "
          + audit.get("recovered").booleanValue()
          + " " + (audit.has("recovery_ms") ? audit.get("recovery_ms").asDouble() : "null"));
    });
    return texts;
  }
}
