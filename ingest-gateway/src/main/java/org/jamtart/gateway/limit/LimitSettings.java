package org.jamtart.gateway.limit;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many connections there may be, and how fast a node may talk: the keys {@code tart.gateway.limits.*}.
 *
 * @param connections     open connections in all; 1 to 1000000, default 10000
 * @param perAddress      open connections from one source address; 1 to 1000000, default 2000, since a whole test network
 *                        may live behind one address
 * @param perNode         open connections of one peer id; 1 to 1000000, default 8, since those that a node lost linger
 *                        until they are idle too long
 * @param eventsPerSecond events per second that are read from one node; the node is slowed above, nothing is dropped;
 *                        0 (default) for no limit
 */
public record LimitSettings(@DefaultValue("10000") int connections, @DefaultValue("2000") int perAddress,
    @DefaultValue("8") int perNode, @DefaultValue("0") int eventsPerSecond) {

  private static final int MOST = 1_000_000;

  public LimitSettings {
    count("connections", connections, 1);
    count("per-address", perAddress, 1);
    count("per-node", perNode, 1);
    count("events-per-second", eventsPerSecond, 0);
  }

  private static void count(String key, int value, int least) {
    if (value < least || value > MOST) {
      throw new IllegalArgumentException(
          "tart.gateway.limits." + key + " is " + value + ": it must be from " + least + " to " + MOST);
    }
  }
}
