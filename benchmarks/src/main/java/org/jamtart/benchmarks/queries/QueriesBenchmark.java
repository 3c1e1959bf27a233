package org.jamtart.benchmarks.queries;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Benchmark;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.process.Pipeline;
import org.jamtart.log.LogSettings;
import org.jamtart.simulator.story.Network;
import org.jamtart.simulator.story.StoryConfig;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every question of the query API, over tables that hold many events, while more come in. */
public final class QueriesBenchmark implements Benchmark {

  private static final String NAME = "queries";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration BEFORE = Duration.ofMinutes(3);
  /** Events/s of the minute that is copied, as they come in while questions are asked. */
  private static final double RATE = 5_000;
  private static final double WARM_UP = 0.2;
  private static final double LOAD_SECONDS = 15;
  private static final double DASHBOARD_SECONDS = 32;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final QueriesOptions options;

  /** @param options filled before it runs */
  public QueriesBenchmark(QueriesOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "every GET of the query API over millions of events while more come in; takes long, see its options";
  }

  @Override
  public List<Figure> run(Bench bench) throws Exception {
    List<Figure> figures = new ArrayList<>();
    Findings first = null;
    for (long events : options.events()) {
      var place = new Bench(bench.directory().resolve(Long.toString(events)), bench.own(), bench.machine(),
          bench.scale(), bench.progress());
      Findings findings = find(place, events, first);
      figures.addAll(Goals.figures(NAME, findings, first));
      first = first == null ? findings : first;
    }
    return figures;
  }

  private Findings find(Bench bench, long events, @Nullable Findings first) throws Exception {
    try (Pipeline pipeline = Pipeline.start(bench); var client = new Client(pipeline.query().root())) {
      bench.tell("filling the tables with %,d events".formatted(events));
      long began = System.nanoTime();
      long frames = fill(bench, pipeline, events);
      double rows = frames / ((System.nanoTime() - began) / 1e9);
      bench.tell("%,d events are in the tables, %,.0f a second".formatted(frames, rows));
      // What autovacuum does minutes after so many rows, so that plans are those of tables that have been there.
      pipeline.database().execute("vacuum (analyze)");
      try (AutoCloseable load = load(bench, pipeline)) {
        Findings findings = ask(bench, pipeline, client, frames, rows);
        var table = new FindingsTable(bench::tell);
        table.write(findings, first);
        bench.machine().watch(() -> {
          findings.dashboard().run(bench.length(DASHBOARD_SECONDS));
          return Dashboard.TABS;
        });
        table.write(findings.dashboard());
        hold(bench, pipeline);
        return findings;
      }
    }
  }

  /** For whoever wants to look why something is slow. */
  private void hold(Bench bench, Pipeline pipeline) throws IOException {
    if (options.hold()) {
      bench.tell("query API %s, database %s; Enter ends it".formatted(pipeline.query().root(),
          pipeline.database().url()));
      var unused = System.in.read();
    }
  }

  /** Returns how many events there are when everything is in the tables, merged, and counted. */
  private long fill(Bench bench, Pipeline pipeline, long events)
      throws InterruptedException, TimeoutException, SQLException {
    LogSettings log = pipeline.log();
    // A whole minute within one hour, however long it takes to store.
    Instant minute = Instant.now().minus(BEFORE).truncatedTo(ChronoUnit.MINUTES);
    var network = StoryConfig.of(options.nodes(), minute).withNetwork(Network.FULL);
    long told;
    try (var history = new History(log)) {
      long began = System.nanoTime();
      history.tell(network, minute, RATE, events);
      Filling.await(bench, pipeline, history.frames());
      Filling.verify(pipeline, history.frames(), history.malformed());
      told = history.frames();
      bench.tell("stored %,d events of a minute, %,.0f a second".formatted(told,
          told / ((System.nanoTime() - began) / 1e9)));
    }
    int copies = (int) Math.max(0, Math.ceilDiv(events - told, told));
    new Past(bench, pipeline.database(), minute).make(copies, Duration.ofHours(options.hours()));
    return told * (1L + copies);
  }

  private AutoCloseable load(Bench bench, Pipeline pipeline) throws Exception {
    if (options.load() == 0) {
      return () -> {};
    }
    var load = Load.start(bench, pipeline.telemetryPort(), options.nodes(), Network.FULL.cores(),
        options.load());
    long before = pipeline.stored();
    Filling.awaitMore(pipeline, before, bench.length(LOAD_SECONDS));
    return load;
  }

  /** Asks everything; the dashboards have not looked yet. */
  private Findings ask(Bench bench, Pipeline pipeline, Client client, long frames, double rows)
      throws Exception {
    JsonNode document = JSON.readTree(pipeline.query().get("/api/docs/openapi.json"));
    Questions questions = Questions.read(document, options.filters());
    Map<String, String> unasked = new LinkedHashMap<>();
    List<Asker> askers = askers(client, questions, new Values(pipeline.database()), unasked);
    bench.tell("asking %d questions".formatted(askers.size()));
    Map<String, Findings.Timings> timings = new LinkedHashMap<>();
    Duration length = bench.length(options.seconds());
    long before = pipeline.stored();
    long began = System.nanoTime();
    bench.machine().watch(() -> {
      for (Asker asker : askers) {
        asker.ask(bench.length(options.seconds() * WARM_UP), HOUR);
      }
      for (Asker asker : askers) {
        Timing hour = asker.ask(length, HOUR);
        Timing week = asker.question().range() == null ? null : asker.ask(length, WEEK);
        timings.put(asker.question().label(), new Findings.Timings(hour, week));
      }
      return askers.size();
    });
    double came = (pipeline.stored() - before) / ((System.nanoTime() - began) / 1e9);
    return new Findings(frames, rows, came, timings, unasked, questions.leftOut(),
        new Dashboard(client, pipeline.query().root()));
  }

  private List<Asker> askers(Client client, Questions questions, Values values, Map<String, String> unasked)
      throws SQLException {
    List<Asker> askers = new ArrayList<>();
    for (Question question : questions.asked()) {
      if (question.path().contains(options.only())) {
        switch (Asker.find(client, question, values, HOUR)) {
          case Asker.Found.Ready(Asker asker) -> askers.add(asker);
          case Asker.Found.Nobody(String why) -> unasked.put(question.label(), why);
        }
      }
    }
    return askers;
  }
}
