package org.jamtart.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LimitTest {

  @Test
  void a_quota_has_so_many_places_for_each_key() {
    var quota = new Quota<String, Object>(2, Object::new);

    Object shared = quota.take("a");
    assertThat(quota.take("a")).isSameAs(shared).isNotNull();
    assertThat(quota.take("a")).isNull();
    assertThat(quota.take("b")).isNotNull().isNotSameAs(shared);

    quota.give("a");
    assertThat(quota.take("a")).isSameAs(shared);
  }

  @Test
  void a_quota_forgets_a_key_that_nobody_holds() {
    var quota = new Quota<String, Object>(2, Object::new);
    quota.take("a");
    quota.give("a");

    assertThat(quota.keys()).isZero();
  }

  @Test
  void a_quota_is_not_exceeded_by_many_at_once() throws Exception {
    var quota = new Quota<String, Object>(10, Object::new);
    var taken = new AtomicInteger();
    var go = new CountDownLatch(1);
    var threads = new Thread[40];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = Thread.ofVirtual().start(() -> {
        try {
          go.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        if (quota.take("a") != null) {
          taken.incrementAndGet();
        }
      });
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(taken).hasValue(10);
  }

  @Test
  void a_pace_lets_a_second_ahead_and_then_makes_wait() {
    var pace = new Pace(1000);
    long start = -5_000_000_000L;

    assertThat(pace.spend(1000, start)).isZero();
    assertThat(pace.spend(500, start)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    assertThat(pace.spend(0, start)).isZero();
    assertThat(pace.spend(1000, start + TimeUnit.SECONDS.toNanos(100))).isZero();
  }

  @Test
  void an_address_may_connect_so_often_at_once_and_then_so_often_a_second() throws UnknownHostException {
    var now = new AtomicLong(-5_000_000_000L);
    var rate = new ConnectRate(10, 3, now::get);
    InetAddress flood = source("192.0.2.1");

    assertThat(IntStream.range(0, 5).filter(i -> rate.admits(flood))).containsExactly(0, 1, 2);
    assertThat(rate.admits(source("192.0.2.2"))).isTrue();
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(IntStream.range(0, 5).filter(i -> rate.admits(flood))).containsExactly(0);
    now.addAndGet(TimeUnit.SECONDS.toNanos(60));
    assertThat(IntStream.range(0, 5).filter(i -> rate.admits(flood))).containsExactly(0, 1, 2);
    assertThat(rate.addresses()).as("the one that owes nothing is forgotten").isOne();
  }

  @Test
  void without_a_rate_everybody_may_connect() {
    var rate = new ConnectRate(0, 1, () -> 0);

    assertThat(IntStream.range(0, 100).allMatch(i -> rate.admits(InetAddress.getLoopbackAddress()))).isTrue();
    assertThat(rate.addresses()).isZero();
  }

  @Test
  void a_network_of_64_bits_is_one_source_and_so_is_an_address_of_ipv4() throws UnknownHostException {
    assertThat(source("2001:db8:1:2:3:4:5:6")).isEqualTo(source("2001:db8:1:2:ffff::1"))
        .isNotEqualTo(source("2001:db8:1:3::1"));
    assertThat(source("192.0.2.1")).isNotEqualTo(source("192.0.2.2"));
  }

  private static InetAddress source(String address) throws UnknownHostException {
    return Source.of(InetAddress.getByName(address));
  }

  @Test
  void a_pace_of_bytes_and_one_of_events_hold_both() {
    var paces = new Paces(new Pace(1000), new Pace(1_000_000));

    assertThat(paces.spend(10, 3_000_000, 0)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    assertThat(paces.spend(4990, 0, 0)).isEqualTo(TimeUnit.SECONDS.toNanos(4));
  }

  @Test
  void without_a_pace_nobody_waits() {
    assertThat(new Pace(0).spend(Integer.MAX_VALUE, 0)).isZero();
  }

  @Test
  void a_flood_of_lines_of_one_kind_is_cut_and_counted() {
    var now = new AtomicLong();
    var lines = new LineLimit(now::get);
    for (int i = 0; i < LineLimit.LINES; i++) {
      assertThat(lines.leftOut("flood")).isZero();
    }
    assertThat(lines.leftOut("flood")).isNegative();
    assertThat(lines.leftOut("flood")).isNegative();
    assertThat(lines.leftOut("other")).isZero();

    now.addAndGet(TimeUnit.SECONDS.toNanos(LineLimit.WHILE_SECONDS));
    assertThat(lines.leftOut("flood")).isEqualTo(2);
    assertThat(lines.leftOut("flood")).isZero();
  }
}
