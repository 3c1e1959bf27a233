package org.jamtart.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.log.LogTopic;
import org.jamtart.replay.ReplayException;
import org.jamtart.replay.file.Import;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What an export wrote, into a log. */
@Command(name = "import", mixinStandardHelpOptions = true, sortOptions = false, description = "Adds the records of an export to a log, as they were. What the log has already is left out, so it can be run again.")
final class ImportCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Parameters(paramLabel = "FILE", description = "what `tart export` wrote")
  private Path file = Path.of("");

  @Mixin
  private final LogOptions.Where where = new LogOptions.Where();

  @Override
  public Integer call() throws Exception {
    var imported = new Import(where.log(), Clock.systemUTC());
    var counters = imported.counters();
    if (!Files.isReadable(file)) {
      throw new ReplayException(file + " cannot be read: name a file that `tart export` wrote");
    }
    Duration retention = retention();
    new LongTask(imported::stop, counters::read, () -> counters.read() + " records read, "
        + counters.written() + " written, " + counters.present() + " were there")
        .run(() -> imported.run(file, retention));
    return 0;
  }

  private Duration retention() throws InterruptedException {
    LogSettings log = where.log();
    try (var admin = LogClients.admin(log, "tart-import-admin")) {
      return LogTopic.retention(admin, log.topic(), PATIENCE);
    } catch (UnknownTopicOrPartitionException e) {
      throw new ReplayException("there is no topic " + log.topic() + " at " + log.bootstrapServers()
          + ": a gateway makes it when it starts with tart.log.topic=" + log.topic(), e);
    } catch (TimeoutException e) {
      throw new ReplayException("the log at " + log.bootstrapServers() + " does not answer", e);
    }
  }
}
