package org.jamtart.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.wire.JamTime;
import org.junit.jupiter.api.Test;

class LiveCountersTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-05-01T12:00:00Z"));
  private final LiveCounters counters = new LiveCounters(now::get);

  @Test
  void figures_are_those_of_the_last_ten_seconds_and_the_last_minute() {
    for (int second = 0; second < 200; second++) {
      counters.add(List.of(event(second % 50, 13, -1), event(7, 11, second), event(7, 12, second / 2)));
      now.set(now.get().plusSeconds(1));
    }
    now.set(now.get().minusMillis(500));
    var live = counters.live();
    assertThat(live.last_10s()).isEqualTo(new LiveCounters.Recent(30, 10, 10, 3, 1));
    assertThat(live.last_1m()).isEqualTo(new LiveCounters.Minute(180, 60, 60, 3, 1));
    assertThat(live.latestSlot()).isEqualTo(199);
    assertThat(live.finalizedSlot()).isEqualTo(99);
    assertThat(live.activeNodes()).isEqualTo(11);
    assertThat(counters.total()).isEqualTo(600);
    assertThat(counters.pipeline().eventsLastSecond()).isEqualTo(3);
    now.set(now.get().plusSeconds(61));
    assertThat(counters.live().last_1m().events()).isZero();
    assertThat(counters.live().latestSlot()).isNull();
    assertThat(counters.live().activeNodes()).isZero();
  }

  @Test
  void the_last_seconds_are_told_one_by_one() {
    var since = now.get();
    for (int second = 0; second < 20; second++) {
      if (second != 17) {
        counters.add(
            List.of(event(second % 3, 11, second), event(8, 62, second), event(8, 84, -1), event(8, 42, -1)));
      }
      now.set(now.get().plusSeconds(1));
    }
    now.set(now.get().minusSeconds(1));
    var ten = counters.realtime(10);
    assertThat(ten.data()).hasSize(10);
    assertThat(ten.data().get(0))
        .isEqualTo(new Realtime.Second(since.plusSeconds(19), 4, 2, 1, 0, 1, 1));
    assertThat(ten.data().get(2)).isEqualTo(new Realtime.Second(since.plusSeconds(17), 0, 0, 0, 0, 0, 0));
    assertThat(ten.totals()).isEqualTo(new Realtime.Totals(36, 9, 0, 9, 9, 4, 19L));
    assertThat(ten.rates()).isEqualTo(new Realtime.Rates(3.6, 0.9));
    assertThat(ten.completeSince()).isNull();
    var all = counters.realtime(300);
    assertThat(all.completeSince()).isEqualTo(since);
    assertThat(all.data()).hasSize(20);
    assertThat(all.rates().eventsPerSecond()).isEqualTo(76 / 20.0);
    now.set(now.get().plusSeconds(400));
    assertThat(counters.realtime(300).totals()).isEqualTo(new Realtime.Totals(0, 0, 0, 0, 0, 0, null));
    assertThat(counters.realtime(300).data()).hasSize(300);
  }

  @Test
  void a_slot_that_cannot_be_is_not_believed_and_failures_are_told() {
    counters.add(List.of(event(1, 11, 4_294_967_295L), event(1, 11, 5)));
    assertThat(counters.live().latestSlot()).isEqualTo(5);
    counters.add(IntStream.of(90, 92, 94, 113, 114).mapToObj(type -> event(1, type, -1)).toList());
    assertThat(counters.pipeline().events()).isEqualTo(4);
    assertThat(counters.pipeline().failureRate()).isEqualTo(0.5);
  }

  private LiveEvent event(int node, int type, long slot) {
    var session = new SessionRef(Fixtures.peerId(node), new UUID(1, node), new UUID(2, 2), 1, 341);
    return new LiveEvent(0, 0, 0, session, NodeNames.Name.NONE,
        JamTime.EPOCH_UNIX_MICROS + JamTime.fromInstant(now.get()), 0, 0L, type, slot, -1, null, null,
        new byte[9]);
  }
}
