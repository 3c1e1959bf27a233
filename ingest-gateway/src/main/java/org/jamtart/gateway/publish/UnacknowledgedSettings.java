package org.jamtart.gateway.publish;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How many bytes may be read and not yet acknowledged by the log, above which reading stops: the keys
 * {@code tart.gateway.unacknowledged.*}.
 *
 * @param perConnection of one connection, bytes; 1 KiB to 1 GiB, at least two frames of the largest size, default 1 MiB
 * @param total         of all connections, bytes; at least {@code per-connection}, at most 1 GiB, default 64 MiB
 */
public record UnacknowledgedSettings(@DefaultValue("1MB") DataSize perConnection,
    @DefaultValue("64MB") DataSize total) {

  private static final DataSize MOST = DataSize.ofGigabytes(1);

  public UnacknowledgedSettings {
    if (perConnection.toBytes() < 1024 || perConnection.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("tart.gateway.unacknowledged.per-connection is " + perConnection
          + ": it must be from 1KB to 1GB");
    }
    if (total.compareTo(perConnection) < 0 || total.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("tart.gateway.unacknowledged.total is " + total
          + ": it must be from the value of tart.gateway.unacknowledged.per-connection, " + perConnection
          + ", to 1GB");
    }
  }
}
