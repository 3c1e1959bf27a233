package org.jamtart.query.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The keys {@code tart.query.live.*}.
 *
 * @param memory      what the newest events may take, rendered ones included: the slack of slow clients; 1 MB to 4 GB
 * @param batchWindow how long events wait for others to go with them; 1 ms to 20 ms
 * @param keepAlive   time after which a client that got nothing gets its position; 100 ms to 1 min
 * @param clients     clients at a time, of event streams and sockets together; 1 to 100,000
 * @param catchUps    clients at a time that read older events from the log; 1 to 64
 */
@ConfigurationProperties("tart.query.live")
record LiveSettings(@DefaultValue("64MB") DataSize memory, @DefaultValue("10ms") Duration batchWindow,
    @DefaultValue("15s") Duration keepAlive, @DefaultValue("5000") int clients,
    @DefaultValue("4") int catchUps) {

  LiveSettings {
    within("memory", memory.toMegabytes(), 1, 4096, "MB");
    within("batch-window", batchWindow.toMillis(), 1, 20, "ms");
    within("keep-alive", keepAlive.toMillis(), 100, 60_000, "ms");
    within("clients", clients, 1, 100_000, "");
    within("catch-ups", catchUps, 1, 64, "");
  }

  private static void within(String key, long value, long least, long most, String unit) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("tart.query.live." + key + " is " + value + unit
          + ": it must be from " + least + unit + " to " + most + unit);
    }
  }
}
