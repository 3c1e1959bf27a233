package org.jamtart.benchmarks.persister;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.benchmarks.load.Mix;
import org.jamtart.benchmarks.measure.Alternation.Compared;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Benchmark;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;
import org.jamtart.benchmarks.process.Broker;
import org.jamtart.benchmarks.process.Database;

/** Event rows through JPA against binary COPY, everything against event rows alone, and rows that are there already. */
public final class PersisterBenchmark implements Benchmark {

  private static final String NAME = "persister";
  private static final String EVENTS = "events";
  private static final String SESSIONS = "sessions";
  private static final String OPENINGS = "openings";
  private static final int NODES = 64;
  private static final int EVENTS_A_NODE = 3_000;
  private static final int ROUNDS = 4;
  private static final int PAYLOAD = 80;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "event rows through JPA against binary COPY; all projections against event rows; replay; bytes a row";
  }

  @Override
  public List<Figure> run(Bench bench) throws Exception {
    Mix mix = Mix.of(NODES, bench.count(EVENTS_A_NODE), Instant.now());
    try (Broker broker = Broker.start(bench); Tables tables = Tables.start(bench, broker)) {
      List<Figure> figures = new ArrayList<>();
      try (var one = new Writers(tables, mix, 1, 0, EVENTS::equals);
          var two = new Writers(tables, mix, 2, 1, EVENTS::equals);
          var all = new Writers(tables, mix, 2, 3, name -> true);
          var replayed = new Writers(tables, mix, 1, 5,
              name -> name.equals(EVENTS) || name.equals(SESSIONS));
          var opened = new Writers(tables, mix, 2, 6,
              name -> name.equals(EVENTS) || name.equals(OPENINGS))) {
        one.store();
        figures.addAll(size(tables.database()));
        Copy copy = Copy.of(tables);
        figures.add(figure("event rows, 1 writer", "COPY with 1 writer",
            bench.alternation(ROUNDS).compare(one::store, copy::copy), 0.65));
        figures.add(figure("event rows, 2 writers", "COPY with 1 writer",
            bench.alternation(ROUNDS).compare(two::store, copy::copy), 1.1));
        figures.add(figure("all projections, 2 writers", "event rows alone, of " + tables.projections() + ",",
            bench.alternation(ROUNDS).compare(all::store, two::store), 0.6));
        figures.add(replay(bench, tables, mix, replayed));
        figures.add(figure("event rows and openings, 2 writers", "event rows alone",
            bench.alternation(ROUNDS).compare(opened::store, two::store), 0.8));
      }
      return figures;
    }
  }

  private static Figure figure(String name, String limit, Compared compared, double goal) {
    return new Figure(NAME, name, Figure.RATIO, compared.ratio(), new Goal.AtLeast(goal),
        "%,.0f events/s; %s %,.0f".formatted(compared.a().median(), limit, compared.b().median()));
  }

  private static Figure replay(Bench bench, Tables tables, Mix mix, Writers writers) throws Exception {
    long events = mix.nodes().stream().mapToLong(node -> node.frames()).sum();
    Compared compared = bench.alternation(ROUNDS).compare(writers::store, () -> {
      double again = writers.storeAgain();
      long rows = tables.database().number("select count(*) from event");
      if (rows != events) {
        throw new IllegalStateException("stored " + events + " events twice and found " + rows + " rows");
      }
      return again;
    });
    Spread ratio = inverse(compared.ratio());
    return new Figure(NAME, "rows that are stored already", Figure.RATIO, ratio, new Goal.AtLeast(2),
        "%,.0f events/s; the first time %,.0f; the count is exact".formatted(compared.b().median(),
            compared.a().median()));
  }

  private static Spread inverse(Spread ratio) {
    return new Spread(1 / ratio.median(), 1 / ratio.high(), 1 / ratio.low(), ratio.count());
  }

  private static List<Figure> size(Database database) throws SQLException {
    double rows = database.number("select count(*) from event");
    double payload = database.number("select sum(length(bytes)) from event") / rows;
    double bytes = partitions(database, "pg_total_relation_size") / rows;
    double heap = partitions(database, "pg_relation_size") / rows;
    return List.of(new Figure(NAME, "a row with all indexes and a payload of 80 B", "B",
        Spread.of(bytes - payload + PAYLOAD), new Goal.AtMost(300),
        "%.0f B with the mix's payload of %.0f B, of which the table %.0f B and its indexes %.0f B".formatted(
            bytes,
            payload, heap, bytes - heap)));
  }

  private static double partitions(Database database, String size) throws SQLException {
    return database.number("select sum(" + size
        + "(inhrelid)) from pg_inherits where inhparent = 'event'::regclass");
  }
}
