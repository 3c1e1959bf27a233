package org.jamtart.replay.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogSettings;
import org.jamtart.replay.ReplayException;
import org.jamtart.replay.range.RangePlan;
import org.jamtart.replay.range.RangeReader;
import org.jamtart.wire.Bytes32;

/** Writes a range of the log into a file. The file is there when it is whole, and not before. */
public final class Export {

  private static final Duration POLL = Duration.ofMillis(500);

  private final LogSettings log;
  private final RangePlan plan;
  private final Clock clock;
  private final TransferCounters counters = new TransferCounters();
  private volatile boolean stopped;

  public Export(LogSettings log, RangePlan plan, Clock clock) {
    this.log = log;
    this.plan = plan;
    this.clock = clock;
  }

  /** What it has done so far. */
  public TransferCounters counters() {
    return counters;
  }

  /** Makes {@link #run} give up soon. */
  public void stop() {
    stopped = true;
  }

  /**
   * Writes the file.
   *
   * @throws ReplayException when there is a file of the name, it was stopped, or records went while they were read
   */
  public void run(Path file) throws IOException {
    if (Files.exists(file)) {
      throw new ReplayException(file + " is there already: choose another name, or remove it");
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    var head = new LogFile.Head(log.topic(), plan.range().from().toString(), plan.range().to().toString(),
        plan.range().nodes().stream().map(Bytes32::toHex).sorted().toList(), clock.instant().toString());
    boolean done = false;
    try (var out = Files.newOutputStream(part);
        var writer = new LogFileWriter(out, head);
        var reader = new RangeReader(log, "tart-export", plan.spans())) {
      while (!reader.done()) {
        if (stopped) {
          throw new ReplayException("stopped; nothing was kept");
        }
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
          counters.read(1);
          if (plan.range().admits(record)) {
            writer.add(record);
          }
        }
        counters.kept(writer.records(), writer.bytes());
      }
      if (reader.lost() > 0) {
        throw new ReplayException("the log dropped " + reader.lost()
            + " records of the range while it was read: choose a later beginning");
      }
      writer.end();
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(part);
      }
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
