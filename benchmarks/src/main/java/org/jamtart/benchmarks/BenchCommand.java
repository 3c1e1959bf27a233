package org.jamtart.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Benchmark;
import org.jamtart.benchmarks.measure.Machine;
import org.jamtart.benchmarks.measure.ProcessTree;
import org.jamtart.benchmarks.queries.QueriesOptions;
import org.jamtart.benchmarks.report.Outcome;
import org.jamtart.benchmarks.report.Report;
import org.jamtart.benchmarks.report.ReportFile;
import org.jamtart.benchmarks.report.ReportTable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tart bench}: measures, prints a table, writes JSON, and fails on a regression. */
@Command(name = "tart bench", mixinStandardHelpOptions = true, sortOptions = false, description = "Measures how fast TART is against the limit of this machine.", exitCodeListHeading = "Exit codes:%n", exitCodeList = {
    "0:measured, and nothing is worse than the baseline by more than the spread",
    "1:a regression, or a benchmark failed",
    "2:wrong usage"})
final class BenchCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "which benchmarks; all when left out")
  private List<String> names = new ArrayList<>();

  @Option(names = "--list", description = "say which there are, and measure nothing")
  private boolean list;

  @Option(names = "--scale", paramLabel = "FACTOR", defaultValue = "1", description = "factor on the lengths of rounds, 0.05 to 20 (${DEFAULT-VALUE}); the baseline is of 1")
  private double scale;

  @Option(names = "--dir", paramLabel = "DIR", defaultValue = "benchmarks/target/bench", description = "where data is written meanwhile; on the disk that is to be measured (${DEFAULT-VALUE})")
  private Path directory = Path.of("");

  @Option(names = "--json", paramLabel = "FILE", defaultValue = "benchmarks/target/bench.json", description = "where the report goes as JSON (${DEFAULT-VALUE})")
  private Path json = Path.of("");

  @Option(names = "--baseline", paramLabel = "FILE", defaultValue = "benchmarks/baseline.json", description = "earlier report that this one is held against (${DEFAULT-VALUE})")
  private Path baseline = Path.of("");

  @Mixin
  private QueriesOptions queries = new QueriesOptions();

  @Override
  public Integer call() throws IOException {
    List<Benchmark> all = Catalogue.all(queries);
    if (list) {
      all.forEach(each -> System.out.printf("  %-12s %s%n", each.name(), each.description()));
      return 0;
    }
    if (!(scale >= 0.05 && scale <= 20)) {
      throw new ParameterException(spec.commandLine(), "--scale = " + scale + ": expected 0.05 to 20");
    }
    if (!queries.fault().isEmpty()) {
      throw new ParameterException(spec.commandLine(), queries.fault());
    }
    List<Benchmark> chosen = chosen(all);
    Optional<Report> then = ReportFile.read(baseline);
    List<Outcome> outcomes = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (Benchmark benchmark : chosen) {
      System.out.println(benchmark.name() + ": " + benchmark.description());
      try {
        outcomes.add(run(benchmark));
      } catch (Exception e) { // the others are worth measuring all the same
        failed.add(benchmark.name());
        e.printStackTrace(System.out);
      }
    }
    Report report = Report.now(Instant.now(), outcomes);
    ReportTable.print(report, then, System.out);
    Files.createDirectories(json.toAbsolutePath().getParent());
    ReportFile.write(report, json);
    long worse = report.regressions(then);
    System.out.printf("%n%d worse than %s by more than the spread; report in %s%n", worse,
        then.isPresent() ? baseline : "nothing, there is no " + baseline, json);
    failed.forEach(name -> System.out.println("failed: " + name));
    return worse == 0 && failed.isEmpty() ? 0 : 1;
  }

  private List<Benchmark> chosen(List<Benchmark> all) {
    for (String name : names) {
      if (all.stream().noneMatch(each -> each.name().equals(name))) {
        throw new ParameterException(spec.commandLine(),
            "no benchmark '" + name + "': there are "
                + all.stream().map(Benchmark::name).toList());
      }
    }
    return all.stream().filter(each -> names.isEmpty() || names.contains(each.name())).toList();
  }

  private Outcome run(Benchmark benchmark) throws Exception {
    Path place = directory.toAbsolutePath().resolve(benchmark.name());
    FileSystemUtils.deleteRecursively(place);
    Files.createDirectories(place);
    var own = new ProcessTree();
    var machine = new Machine(own);
    var bench = new Bench(place, own, machine, scale, System.out);
    var figures = benchmark.run(bench);
    FileSystemUtils.deleteRecursively(place); // only when it went well: what a process said before it failed is wanted
    return new Outcome(benchmark.name(), machine.takeElsewhere(), figures);
  }
}
