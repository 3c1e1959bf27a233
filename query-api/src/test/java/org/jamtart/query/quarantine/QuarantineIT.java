package org.jamtart.query.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Plan;
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

@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class QuarantineIT {

  private static final Instant TIME = Instant.parse("2026-11-22T12:00:00Z");
  private static final byte[] LONG = new byte[200];

  private final TestScope scope;
  private final Api api;

  QuarantineIT(TestScope scope) {
    this.scope = scope;
    var rows = new Rows(scope.database());
    rows.partitionsAround(TIME);
    rows.node(1, TIME);
    rows.node(2, TIME);
    rows.session(1, 1, new UUID(1, 1), TIME, TIME);
    for (int i = 0; i < 30; i++) {
      add(rows, i, i % 3 == 0 ? 2 : 1, i % 2 == 0 ? 98 : 10, i % 2 == 0 ? "trailing_bytes" : "truncated");
    }
    rows.update(
        "insert into quarantine values (?, ?, 3, 9, 0, null, null, null, -1, null, 'not_ours', null, null, null, "
            + "null, 'a record of somebody else', ?)",
        TIME.plusSeconds(100), new UUID(9, 9), new byte[]{1});
    Instant hour = TIME.truncatedTo(ChronoUnit.HOURS);
    rows.update("insert into quarantine_group values (1, 98, 'trailing_bytes', ?, 0, 100000), "
        + "(1, 98, 'trailing_bytes', ?, 0, 7), (2, 10, 'truncated', ?, 1, 5), (0, -1, 'not_ours', ?, 3, 1)",
        hour,
        hour.minus(1, ChronoUnit.HOURS), hour, hour);
    rows.execute(
        """
            insert into quarantine
            select timestamptz '2026-11-21 00:00:00+00' + i * interval '100 ms', gen_random_uuid(), 0, i, 3, 1, i, i, 10, null,
                   'truncated', null, null, null, null, 'm', decode('00', 'hex')
            from generate_series(1, 50000) i""");
    rows.execute("analyze quarantine");
    api = Api.start(scope);
  }

  private static void add(Rows rows, int i, int node, int type, String reason) {
    rows.update("insert into quarantine values (?, ?, 2, ?, ?, 1, ?, ?, ?, ?, ?, 'secondary', 9, "
        + "'the end of the message', '36 bytes more', 'in words \uFFFD', ?)", TIME.plusSeconds(i),
        new UUID(5, i), i, node, i, i == 29 ? -1L : i, type, TIME, reason, LONG);
  }

  @Test
  void The_list_has_the_newest_first_and_pages() {
    List<String> ids = new ArrayList<>();
    @Nullable
    String cursor = null;
    String base = "/api/quarantine?start=2026-11-22T00:00:00Z&limit=7";
    int pages = 0;
    do {
      JsonNode page = api.json(base + (cursor == null ? "" : "&cursor=" + cursor));
      page.get("quarantined").forEach(entry -> ids.add(entry.get("id").stringValue()));
      assertThat(page.has("groups")).isEqualTo(cursor == null);
      cursor = page.has("next") ? page.get("next").stringValue() : null;
      pages++;
    } while (cursor != null);
    assertThat(pages).isEqualTo(5);
    assertThat(ids).hasSize(31).doesNotHaveDuplicates();
    assertThat(ids.getFirst()).endsWith(new UUID(9, 9).toString());
    assertThat(ids.get(1)).endsWith(new UUID(5, 29).toString());
    assertThat(ids.getLast()).endsWith(new UUID(5, 0).toString());
  }

  @Test
  void Filters_find_what_they_should() {
    String since = "/api/quarantine?start=2026-11-22T00:00:00Z&limit=1000";
    assertThat(api.json(since + "&node=" + Fixtures.peerId(2).toHex()).get("quarantined")).hasSize(10);
    assertThat(api.json(since + "&type=SharingWorkPackage").get("quarantined")).hasSize(15);
    assertThat(api.json(since + "&type=98&node=" + Fixtures.peerId(2).toHex()).get("quarantined")).hasSize(5);
    assertThat(api.json(since + "&reason=truncated").get("quarantined")).hasSize(15);
    assertThat(api.json(since + "&node=" + Fixtures.peerId(77).toHex()).get("quarantined")).isEmpty();
    assertThat(api.json(since + "&end=" + TIME.plusSeconds(3)).get("quarantined")).hasSize(3);
    assertThat(api.get("/api/quarantine?reason=%00").status()).isEqualTo(400);
  }

  @Test
  void A_search_that_ends_before_the_page_is_full_says_how_far_it_got() {
    JsonNode page = api.json("/api/quarantine?end=2026-11-22T00:00:00Z&reason=trailing_bytes");
    assertThat(page.get("quarantined")).isEmpty();
    assertThat(page.get("has_more").booleanValue()).isTrue();
    assertThat(Instant.parse(page.get("searched_to").stringValue()))
        .isEqualTo(Instant.parse("2026-11-21T00:00:00Z").plusMillis(40_001 * 100L));
  }

  @Test
  void One_message_has_all_its_bytes_and_can_be_kept() {
    JsonNode listed = api.json("/api/quarantine?limit=2").get("quarantined").get(1);
    assertThat(listed.get("bytes").stringValue()).hasSize(2 + 2 * 64);
    assertThat(listed.get("size").intValue()).isEqualTo(200);
    Api.Answer answer = api.get("/api/quarantine/" + listed.get("id").stringValue());
    JsonNode one = answer.json();
    assertThat(one.get("bytes").stringValue()).isEqualTo("0x" + HexFormat.of().formatHex(LONG));
    assertThat(one.get("node_id").stringValue()).isEqualTo(Fixtures.peerId(1).toHex());
    assertThat(one.get("session").stringValue()).isEqualTo(new UUID(7, 1).toString());
    assertThat(one.get("seq").intValue()).isEqualTo(29);
    assertThat(one.get("event_id").bigIntegerValue()).isEqualTo(new BigInteger("18446744073709551615"));
    assertThat(one.get("event_type").intValue()).isEqualTo(10);
    assertThat(one.get("field").stringValue()).isEqualTo("secondary");
    assertThat(one.get("at").intValue()).isEqualTo(9);
    assertThat(one.get("partition").intValue()).isEqualTo(2);
    assertThat(one.get("offset").intValue()).isEqualTo(29);
    assertThat(answer.header("Cache-Control")).contains("immutable");
    assertThat(api.send(api.request("/api/quarantine/" + listed.get("id").stringValue())
        .header("If-None-Match", answer.header("ETag"))
        .GET()).status()).isEqualTo(304);
    assertThat(api.get("/api/quarantine/123-" + new UUID(5, 5)).status()).isEqualTo(404);
    assertThat(api.get("/api/quarantine/xyz").status()).isEqualTo(400);
  }

  @Test
  void Groups_say_what_an_encoder_does_wrong() {
    JsonNode groups = api.json("/api/quarantine?start=" + TIME.minusSeconds(7200)).get("groups");
    assertThat(groups).hasSize(3);
    JsonNode largest = groups.get(0);
    assertThat(largest.get("frames").intValue()).isEqualTo(100_007);
    assertThat(largest.get("event_type").intValue()).isEqualTo(98);
    assertThat(largest.get("message").stringValue())
        .isEqualTo("this node's encoder writes event SharingWorkPackage(98) with 36 bytes too many");
    assertThat(largest.get("example").stringValue()).endsWith(new UUID(5, 28).toString());
    assertThat(Instant.parse(largest.get("first").stringValue())).isEqualTo(TIME.minusSeconds(3600));
    assertThat(Instant.parse(largest.get("last").stringValue())).isEqualTo(TIME.plusSeconds(3600));
    assertThat(groups.get(1).get("message").stringValue()).contains("Status(10)", "truncated", "secondary",
        "byte 9");
    assertThat(groups.get(2).has("node_id")).isFalse();
    assertThat(groups.get(2).has("event_type")).isFalse();
  }

  @Test
  void No_list_reads_the_whole_table() {
    for (int node : new int[]{1, 3}) {
      Map<String, @Nullable Object> parameters = new HashMap<>();
      parameters.put("types", null);
      parameters.put("reason", null);
      parameters.put("start", OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
      parameters.put("t", OffsetDateTime.of(9000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
      parameters.put("id", new UUID(0, 0));
      parameters.put("entries", 51);
      parameters.put("node", node);
      assertThat(Plan.of(scope.database(), QuarantineSql.ALL, parameters).examined("quarantine_2"))
          .isLessThan(100);
      Plan ofNode = Plan.of(scope.database(), QuarantineSql.OF_NODE, parameters);
      assertThat(ofNode.examined("quarantine_2")).as("%s", ofNode).isLessThan(100);
    }
  }
}
