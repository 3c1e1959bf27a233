package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What a replay takes from live data: frames stored in a second by a persister that always has some waiting, in turns without
 * and with a replay, with the replay's settings as they are by default.
 */
@TartTest
@Isolated
@Tag("long")
class ReplayBesideLiveIT {

  private static final int NODES = 64;
  private static final int FRAMES = 40;
  private static final int HISTORY = 200_000;
  private static final int ROUNDS = 4;
  private static final Duration WINDOW = Duration.ofSeconds(8);

  /** Frames that are written and not stored: live data are not late by it, and never wait for the writer. */
  private static final long AHEAD = 20_000;

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();

  @Test
  void a_replay_slows_live_data_by_a_fifth_at_most(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    var tables = new Tables(scope.database());
    List<Connection> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      nodes.add(Connection.of(i));
      log.write(nodes.get(i).open());
    }
    try (var persister = RunningPersister.start(log.settings, scope.database()).ready()) {
      while (written.get() < HISTORY) {
        write(log, nodes);
      }
      log.flush();
      Thread writer = Thread.ofPlatform().start(() -> {
        while (!over.get()) {
          write(log, nodes);
          while (written.get() - stored(persister) > AHEAD && !over.get()) {
            LockSupport.parkNanos(1_000_000);
          }
        }
      });
      try {
        measure(persister, tables);
      } finally {
        over.set(true);
        writer.join();
      }
      log.flush();
      assertThat(tables.number("select sum(events)::bigint from node_total")).isEqualTo(written.get());
      assertThat(tables.number("select sum(events)::bigint from node_count where tier = 3"))
          .isEqualTo(written.get());
    }
  }

  private void measure(RunningPersister persister, Tables tables) throws Exception {
    for (String replay : List.of("events", "counts")) {
      double[] without = new double[ROUNDS];
      double[] with = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        without[round] = rate(persister);
        UUID id = begin(tables, replay);
        with[round] = rate(persister);
        cancel(tables, id);
      }
      double ratio = median(with) / median(without);
      System.out.printf(Locale.ROOT,
          "live frames/s without a replay of %s %s, with it %s: %.2f; load of the machine %.1f on %d cores%n",
          replay, text(without), text(with), ratio,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
          Runtime.getRuntime().availableProcessors());
      assertThat(ratio).as(replay).isGreaterThan(0.8);
    }
  }

  private static String text(double[] rates) {
    return Arrays.stream(rates)
        .mapToObj(rate -> String.format(Locale.ROOT, "%,.0f", rate))
        .toList()
        .toString();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static double rate(RunningPersister persister) {
    double before = stored(persister);
    long start = System.nanoTime();
    Await.until("the end of the window", WINDOW.multipliedBy(10),
        () -> System.nanoTime() - start > WINDOW.toNanos());
    return (stored(persister) - before) / ((System.nanoTime() - start) / 1e9);
  }

  private static double stored(RunningPersister persister) {
    return persister.metric("tart_persister_rows");
  }

  private void write(TestLog log, List<Connection> nodes) {
    for (Connection node : nodes) {
      List<byte[]> frames = new ArrayList<>(FRAMES);
      long now = node.receivedAt(System.currentTimeMillis() * 1000).now();
      for (int i = 0; i < FRAMES; i++) {
        frames.add(i % 10 == 0 ? Connection.dropped(now, 1) : Connection.sync(now));
      }
      log.write(node.run(frames));
    }
    try {
      log.acknowledged();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    written.addAndGet((long) nodes.size() * FRAMES);
  }

  private static UUID begin(Tables tables, String projection) throws SQLException {
    UUID id = tables.requestReplay(projection);
    Await.value("the replay to be under way", Duration.ofSeconds(60),
        () -> tables.number("select records from replays where id = ?", id), records -> records > 0);
    return id;
  }

  private static void cancel(Tables tables, UUID id) throws SQLException {
    var row = tables.row("select state, records, events, busy_ms from replays where id = ?", id);
    System.out.println("the replay " + row);
    tables.update(
        "update replays set state = 'cancelled', finished_at = now() where id = ? and state <> 'done'",
        id);
  }
}
