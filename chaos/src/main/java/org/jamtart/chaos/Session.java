package org.jamtart.chaos;

import java.nio.file.Path;
import java.util.List;
import org.jamtart.chaos.cluster.Cluster;
import org.jamtart.chaos.cluster.Home;
import org.jamtart.chaos.measure.Processes;
import org.jamtart.chaos.measure.TableProgress;

/** A cluster and those who watch it. Nothing of it outlives this process, unless that is killed. */
record Session(Cluster cluster, TableProgress progress, Processes processes,
    Thread hook) implements AutoCloseable {

  /**
   * Starts it.
   *
   * @param directory where its data and logs go
   * @param jvm options of the services' JVMs
   * @param smallDisk whether the tables are to be on a disk that can be filled; it holds some six million events
   */
  static Session start(Home home, Path directory, List<String> jvm, boolean smallDisk) {
    System.err.println("Starting TART in " + directory);
    var cluster = Cluster.start(home, directory, jvm, smallDisk);
    var hook = new Thread(cluster::close, "chaos-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Session(cluster, TableProgress.watch(cluster.bootstrapServers(), cluster.database().jdbcUrl()),
        Processes.watch(cluster), hook);
  }

  @Override
  public void close() {
    processes.close();
    progress.close();
    cluster.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is on its way out because of it.
    }
  }
}
