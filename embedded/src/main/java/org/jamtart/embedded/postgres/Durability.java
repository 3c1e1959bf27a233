package org.jamtart.embedded.postgres;

import java.util.Map;

/** What a committed transaction survives. */
public enum Durability {

  /**
   * A crash of the program, of the server, of the machine: what PostgreSQL promises with its own defaults.
   */
  FULL("on"),

  /**
   * A crash of the program or a stop in order, but not of the machine. Several times faster on slow disks;
   * for tests.
   */
  NONE("off");

  private final String value;

  Durability(String value) {
    this.value = value;
  }

  Map<String, String> serverSettings() {
    return Map.of("fsync", value, "synchronous_commit", value, "full_page_writes", value);
  }
}
