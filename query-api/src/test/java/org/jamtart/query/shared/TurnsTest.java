package org.jamtart.query.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jamtart.testsupport.Await;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TurnsTest {

  private final Turns<String, Integer> turns = new Turns<>();
  private final AtomicInteger begun = new AtomicInteger();

  @Test
  void Ten_who_ask_while_one_is_made_share_another_one_that_is_begun_behind_it() throws Exception {
    var firstIsBegun = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> first = threads.submit(() -> turns.take("x", () -> {
        int number = begun.incrementAndGet();
        firstIsBegun.countDown();
        finish.await();
        return number;
      }));
      firstIsBegun.await();
      List<Thread> waiting = new ArrayList<>();
      List<Future<Integer>> others = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        others.add(threads.submit(() -> {
          synchronized (waiting) {
            waiting.add(Thread.currentThread());
          }
          return turns.take("x", begun::incrementAndGet);
        }));
      }
      Await.until("all wait", Duration.ofSeconds(10), () -> {
        synchronized (waiting) {
          return waiting.size() == 10
              && waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING);
        }
      });
      assertThat(turns.take("y", () -> 77)).as("another thing does not wait").isEqualTo(77);
      finish.countDown();
      assertThat(first.get()).isEqualTo(1);
      for (Future<Integer> other : others) {
        assertThat(other.get()).as("begun after it was asked for, once for all").isEqualTo(2);
      }
    }
    assertThat(turns.take("x", begun::incrementAndGet)).as("nothing is kept").isEqualTo(3);
  }

  @Test
  void A_failure_goes_to_those_who_waited_for_it_and_to_nobody_later() throws Exception {
    assertThatThrownBy(() -> turns.take("x", () -> {
      throw new IllegalStateException("no");
    })).isInstanceOf(IllegalStateException.class);
    assertThat(turns.take("x", () -> 5)).isEqualTo(5);
    var begunFirst = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> fails = threads.submit(() -> turns.take("x", () -> {
        begunFirst.countDown();
        finish.await();
        throw new IllegalStateException("no");
      }));
      begunFirst.await();
      Future<Integer> next = threads.submit(() -> turns.take("x", () -> 6));
      finish.countDown();
      assertThatThrownBy(fails::get).isInstanceOf(ExecutionException.class);
      assertThat(next.get()).isEqualTo(6);
    }
  }

  @Test
  void One_who_is_interrupted_while_it_waits_for_its_turn_holds_up_nobody() throws Exception {
    var firstIsBegun = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> first = threads.submit(() -> turns.take("x", () -> {
        firstIsBegun.countDown();
        finish.await();
        return 1;
      }));
      firstIsBegun.await();
      Thread second = Thread.ofVirtual().start(() -> {
        try {
          turns.take("x", () -> 2);
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });
      Await.until("it waits", Duration.ofSeconds(10), () -> second.getState() == Thread.State.WAITING);
      second.interrupt();
      finish.countDown();
      assertThat(first.get()).isEqualTo(1);
      Future<Integer> later = threads.submit(() -> turns.take("x", () -> 3));
      assertThat(later.get(10, TimeUnit.SECONDS)).isEqualTo(3);
      second.join();
    }
  }
}
