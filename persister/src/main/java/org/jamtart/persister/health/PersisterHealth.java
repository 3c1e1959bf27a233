package org.jamtart.persister.health;

import java.util.ArrayList;
import java.util.List;
import org.jamtart.persister.intake.Intake;
import org.jamtart.persister.intake.Progress;
import org.jamtart.persister.merge.Merging;
import org.jamtart.persister.partition.ExpiredRows;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.pending.Adding;

/**
 * How the persister is: <em>live</em> while its consumers run, <em>ready</em> while they store what comes, <em>degraded</em>
 * with the reasons that a person should look at. Thread-safe.
 */
public final class PersisterHealth {

  private final Intake intake;
  private final Progress progress;
  private final Partitions partitions;
  private final ExpiredRows expired;
  private final LagMonitor lag;
  private final Adding adding;
  private final Merging merging;

  public PersisterHealth(Intake intake, Progress progress, Partitions partitions, ExpiredRows expired,
      LagMonitor lag, Adding adding, Merging merging) {
    this.intake = intake;
    this.progress = progress;
    this.partitions = partitions;
    this.expired = expired;
    this.lag = lag;
    this.adding = adding;
    this.merging = merging;
  }

  /** Whether it works or waits for something that can come back; false means that only a restart helps. */
  public boolean isLive() {
    return intake.isAlive();
  }

  /** Whether it has its partitions and nothing keeps it from storing. */
  public boolean isReady() {
    return isLive() && intake.hasJoined() && intake.troubles().isEmpty();
  }

  /** What a person should look at; empty if all is well. */
  public List<String> worries() {
    List<String> worries = new ArrayList<>(intake.troubles());
    if (progress.gaps() > 0) {
      worries.add("the log had dropped records before they were stored: see table log_gap");
    }
    if (lag.isAlarming()) {
      worries.add("the tables are " + lag.lag() + " behind the log, more than half of its retention");
    }
    if (!lag.trouble().isEmpty()) {
      worries.add(lag.trouble());
    }
    if (!partitions.trouble().isEmpty()) {
      worries.add(partitions.trouble());
    }
    if (!expired.trouble().isEmpty()) {
      worries.add(expired.trouble());
    }
    if (!adding.trouble().isEmpty()) {
      worries.add(adding.trouble());
    }
    if (!merging.trouble().isEmpty()) {
      worries.add(merging.trouble());
    }
    for (PartitionedTable table : partitions.tables()) {
      if (partitions.runsOut(table)) {
        worries.add(
            "table " + table.name() + " has partitions for the next " + partitions.ahead(table) + " only");
      }
    }
    return worries;
  }
}
