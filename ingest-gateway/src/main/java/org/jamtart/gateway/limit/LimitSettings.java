package org.jamtart.gateway.limit;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How many connections there may be, and how fast a node may talk: the keys {@code tart.gateway.limits.*}.
 *
 * @param connections     open connections in all; 1 to 1000000, default 10000
 * @param perAddress      open connections from one source address; 1 to 1000000, default 2000, since a whole test network
 *                        may live behind one address
 * @param connectsPerSecond new connections per second from one source address, when it has made as many as may be open
 *                        from it; 0 for no limit, default 100
 * @param perNode         open connections of one peer id from one source address; 1 to 1000000, default 8, since those
 *                        that a node lost linger until they are idle too long
 * @param eventsPerSecond events per second that are read from one node and source address; the node is slowed above,
 *                        nothing is dropped; 0 (default) for no limit
 * @param bytesPerSecond  the same in bytes; 0 (default) for no limit, otherwise 1 KiB or more
 */
public record LimitSettings(@DefaultValue("10000") int connections, @DefaultValue("2000") int perAddress,
    @DefaultValue("100") int connectsPerSecond, @DefaultValue("8") int perNode,
    @DefaultValue("0") int eventsPerSecond, @DefaultValue("0B") DataSize bytesPerSecond) {

  private static final int MOST = 1_000_000;

  public LimitSettings {
    count("connections", connections, 1);
    count("per-address", perAddress, 1);
    count("connects-per-second", connectsPerSecond, 0);
    count("per-node", perNode, 1);
    count("events-per-second", eventsPerSecond, 0);
    if (bytesPerSecond.toBytes() != 0
        && (bytesPerSecond.toKilobytes() < 1 || bytesPerSecond.toTerabytes() > 0)) {
      throw new IllegalArgumentException("tart.gateway.limits.bytes-per-second is " + bytesPerSecond
          + ": it must be 0 (no limit) or from 1KB to 1TB");
    }
  }

  private static void count(String key, int value, int least) {
    if (value < least || value > MOST) {
      throw new IllegalArgumentException(
          "tart.gateway.limits." + key + " is " + value + ": it must be from " + least + " to " + MOST);
    }
  }
}
