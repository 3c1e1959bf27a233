package org.jamtart.query.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.fixture.Rows.Event;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class PagingIT {

  private static final Instant BASE = Instant.parse("2026-11-22T12:00:00Z");

  private final Rows rows;
  private final Api first;
  private final Api second;

  PagingIT(TestScope scope) {
    rows = new Rows(scope.database());
    rows.partitionsAround(BASE);
    rows.node(1, BASE);
    rows.node(2, BASE);
    rows.session(1, 1, new UUID(1, 1), BASE, BASE);
    rows.session(2, 1, new UUID(1, 1), BASE, BASE);
    first = Api.start(scope);
    second = Api.start(scope);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "type=10,11&", "node=NODE&", "node=NODE&type=11&"})
  void A_walk_meets_every_event_that_was_there_once_whatever_comes_meanwhile_and_whoever_answers(
      String filter) {
    rows.execute("truncate event");
    var random = new Random(1);
    rows.events(some(random, 0, 500));
    List<Long> seen = new ArrayList<>();
    @Nullable
    String cursor = null;
    int page = 0;
    do {
      Api api = page % 2 == 0 ? first : second;
      JsonNode answer = api
          .json("/api/events?" + filter.replace("NODE", Fixtures.peerId(1).toHex()) + "limit=20"
              + (cursor == null ? "" : "&cursor=" + cursor));
      answer.get("events").forEach(event -> seen.add(event.get("seq").longValue()));
      cursor = answer.has("next") ? answer.get("next").stringValue() : null;
      page++;
      rows.events(some(random, 500 + 30 * page, 30));
    } while (cursor != null && page < 200);
    assertThat(seen).doesNotHaveDuplicates();
    boolean some = filter.endsWith("11&") && !filter.startsWith("type");
    assertThat(seen).containsAll(java.util.stream.LongStream.range(0, 500)
        .filter(seq -> !some || seq % 2 == 1)
        .boxed()
        .toList());
  }

  @ParameterizedTest
  @CsvSource({"/api/events?limit=1, 0", "/api/nodes?limit=1, 1", "/api/nodes/NODE/sessions?limit=1, 0"})
  void A_cursor_that_nobody_gave_is_refused_and_breaks_nothing(String list, int number) {
    rows.execute("truncate event");
    rows.events(List.of(Event.of(BASE, 1, 1_000_000, 1, 10, new byte[10]),
        Event.of(BASE, 1, 1_000_001, 1, 10, new byte[10])));
    String path = list.replace("NODE", Fixtures.peerId(1).toHex());
    byte[] cursor = Base64.getUrlDecoder().decode(first.json(path).get("next").stringValue());
    for (long forged : new long[]{Long.MIN_VALUE, -1, 253_402_300_800_000_000L, Long.MAX_VALUE}) {
      ByteBuffer.wrap(cursor).putLong(9 + 8 * number, forged);
      Api.Answer answer = first
          .get(path + "&cursor=" + Base64.getUrlEncoder().withoutPadding().encodeToString(cursor));
      assertThat(answer.status()).as("%s %s", list, forged).isEqualTo(400);
      assertThat(answer.json().get("parameter").stringValue()).isEqualTo("cursor");
    }
  }

  /** Events at random times, types 10 and 11 by turns. */
  private static List<Event> some(Random random, int firstSeq, int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(Event.of(BASE.plusMillis(random.nextInt(50)), 1, firstSeq + i, 1, 10 + (firstSeq + i) % 2,
          new byte[10]));
    }
    return events;
  }
}
