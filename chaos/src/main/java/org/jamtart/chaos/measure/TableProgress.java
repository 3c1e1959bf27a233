package org.jamtart.chaos.measure;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jamtart.testsupport.Await;
import org.jspecify.annotations.Nullable;

/**
 * Watches how the tables follow the log: asks both, about five times a second each, around every wire that may be broken. Thread-safe.
 */
public final class TableProgress implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final String STORED = "select partition, next_offset from log_position";

  private final LogEnds log;
  private final String jdbcUrl;
  private final Standstill standstill = new Standstill();
  private volatile boolean closed;

  private TableProgress(LogEnds log, String jdbcUrl) {
    this.log = log;
    this.jdbcUrl = jdbcUrl;
  }

  /** Begins to watch. */
  public static TableProgress watch(String bootstrapServers, String jdbcUrl) {
    var progress = new TableProgress(new LogEnds(bootstrapServers), jdbcUrl + "&socketTimeout=5");
    Thread.ofPlatform().daemon().name("chaos-log-ends").start(progress::watchLog);
    Thread.ofPlatform().daemon().name("chaos-positions").start(progress::watchTables);
    return progress;
  }

  /** Where the log ends, asked now; waits for the broker to be there. */
  public Map<Integer, Long> ends() {
    Map<Integer, @Nullable Long> ends = Await.value("the log's ends", Duration.ofMinutes(15),
        this::endsOrNothing,
        known -> !known.isEmpty());
    Map<Integer, Long> answer = new HashMap<>();
    ends.forEach((partition, end) -> answer.put(partition, end == null ? 0 : end));
    return answer;
  }

  private Map<Integer, @Nullable Long> endsOrNothing() {
    Map<Integer, Long> ends = log.read();
    return ends == null ? Map.of() : new HashMap<>(ends);
  }

  /** Waits until the tables have everything that the log has now. */
  public void awaitStored(Duration timeout) {
    Map<Integer, Long> ends = ends();
    Await.until("the tables to reach the end of the log", timeout, () -> standstill.has(ends));
  }

  /** The longest time for which the tables took no step in a partition that had something for them. */
  public Duration longestStop() {
    return standstill.longest(System.nanoTime());
  }

  /** Begins to measure anew. */
  public void restart() {
    standstill.forget(System.nanoTime());
  }

  private void watchLog() {
    while (!closed) {
      Map<Integer, Long> ends = log.read();
      if (ends != null) {
        standstill.logEnds(ends, System.nanoTime());
      }
      pause();
    }
    log.close();
  }

  private void watchTables() {
    while (!closed) {
      try (Connection connection = DriverManager.getConnection(jdbcUrl);
          var statement = connection.prepareStatement(STORED)) {
        while (!closed) {
          Map<Integer, Long> stored = new HashMap<>();
          try (var rows = statement.executeQuery()) {
            while (rows.next()) {
              stored.put(rows.getInt(1), rows.getLong(2));
            }
          }
          standstill.tablesHave(stored, System.nanoTime());
          pause();
        }
      } catch (SQLException e) {
        pause(); // the database is away: nothing is known, so what waits goes on waiting
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(INTERVAL);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
