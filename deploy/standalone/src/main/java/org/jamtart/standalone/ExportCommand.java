package org.jamtart.standalone;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jamtart.replay.file.Export;
import org.jamtart.replay.range.RangePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A time range of the log into a file. */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false, description = "Writes a time range of the log into a file: its records, whole.")
final class ExportCommand implements Callable<Integer> {

  @Mixin
  private final LogOptions.What what = new LogOptions.What();

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "the file to make")
  private Path file = Path.of("");

  @Mixin
  private final LogOptions.Where where = new LogOptions.Where();

  @Override
  public Integer call() throws Exception {
    RangePlan plan = RangePlan.of(where.log(), what.range());
    if (plan.completeSince() != null) {
      System.err.println("The log has everything since " + plan.completeSince()
          + " only: retention has dropped some of what was before.");
    }
    var export = new Export(where.log(), plan, Clock.systemUTC());
    var counters = export.counters();
    new LongTask(export::stop, counters::read, () -> counters.read() + " of " + plan.records()
        + " records read, " + counters.written() + " written, " + counters.bytes() + " bytes")
        .run(() -> export.run(file));
    return 0;
  }
}
