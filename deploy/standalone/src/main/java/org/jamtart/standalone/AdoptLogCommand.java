package org.jamtart.standalone;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jamtart.embedded.StartupException;
import org.jamtart.persister.PersisterApplication;
import org.jamtart.persister.position.LogPositions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The way out when the persister refuses a log that the tables are not of. */
@Command(name = "adopt-log", mixinStandardHelpOptions = true, sortOptions = false, description = "Lets the tables go on with the log that is there, when they are of another one. They keep what they have; reading begins at the log's first offset.")
final class AdoptLogCommand implements Callable<Integer> {

  @Option(names = "--data", paramLabel = "DIR", defaultValue = "${env:TART_DATA:-./data}", description = "directory of a `tart up` that is stopped [TART_DATA, ./data]")
  private Path data = Path.of("data");

  @Option(names = "--kafka", paramLabel = "HOST:PORT", defaultValue = "${env:TART_LOG_BOOTSTRAP_SERVERS:-}", description = "the log of services that run by themselves, in place of --data [TART_LOG_BOOTSTRAP_SERVERS]")
  private String kafka = "";

  @Option(names = "--database", paramLabel = "JDBC-URL", defaultValue = "${env:TART_DATABASE_URL:-}", description = "their database; TART_DATABASE_USER and _PASSWORD as for the persister [TART_DATABASE_URL]")
  private String database = "";

  @Override
  public Integer call() {
    if (kafka.isEmpty() != database.isEmpty()) {
      throw new StartupException(
          "--kafka and --database belong together: give both, or neither for the data in " + data);
    }
    if (kafka.isEmpty()) {
      try (var standalone = new Standalone(UpSettings.of(data), new Progress(System.out))) {
        tell(standalone.adoptLog());
      }
    } else {
      try (var persister = Service.start(PersisterApplication.application(),
          Map.of("tart.log.bootstrap-servers", kafka, "spring.datasource.url", database, "server.port", 0,
              "tart.persister.adopt-log", true, "logging.level.root", "warn"))) {
        tell(persister.context().getBean(LogPositions.class).adopted());
      }
    }
    return 0;
  }

  private static void tell(List<Integer> partitions) {
    System.out.println(partitions.isEmpty()
        ? "The tables are of this log already: there was nothing to adopt."
        : "Adopted: the positions in partitions " + partitions + " were given up. Start again as usual.");
  }
}
