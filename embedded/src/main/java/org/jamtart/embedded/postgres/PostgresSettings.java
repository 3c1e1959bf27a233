package org.jamtart.embedded.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where and how an embedded PostgreSQL runs.
 *
 * @param directory its data and log; made where missing, kept when the server stops
 * @param binaries where the server's programs are unpacked, once per version (60 MB); may be shared by any
 *     number of processes
 * @param port TCP port on 127.0.0.1, or 0 for any free one (another one at each start)
 * @param durability {@link Durability#FULL} unless data may be lost
 * @param overrides server settings that replace the ones chosen here, by PostgreSQL's names; empty by default
 * @param startTimeout how long one start of the server may take, recovery after a crash included; 2 minutes
 *     by default
 */
public record PostgresSettings(Path directory, Path binaries, int port, Durability durability,
    Map<String, String> overrides, Duration startTimeout) {

  /** Copies the map. */
  public PostgresSettings {
    overrides = Map.copyOf(overrides);
  }

  /** On a directory, with the programs under it, on any free port, durable. */
  public static PostgresSettings in(Path directory) {
    return new PostgresSettings(directory, directory.resolve("binaries"), 0, Durability.FULL, Map.of(),
        Duration.ofMinutes(2));
  }

  /** The same with the programs unpacked elsewhere. */
  public PostgresSettings withBinaries(Path newBinaries) {
    return new PostgresSettings(directory, newBinaries, port, durability, overrides, startTimeout);
  }

  /** The same on another port; 0 for any free one. */
  public PostgresSettings withPort(int newPort) {
    return new PostgresSettings(directory, binaries, newPort, durability, overrides, startTimeout);
  }

  /** The same with another durability. */
  public PostgresSettings withDurability(Durability newDurability) {
    return new PostgresSettings(directory, binaries, port, newDurability, overrides, startTimeout);
  }

  /** The same with other server settings in place of the present overrides. */
  public PostgresSettings withOverrides(Map<String, String> newOverrides) {
    return new PostgresSettings(directory, binaries, port, durability, newOverrides, startTimeout);
  }

  /** The same with another bound on the start. */
  public PostgresSettings withStartTimeout(Duration newStartTimeout) {
    return new PostgresSettings(directory, binaries, port, durability, overrides, newStartTimeout);
  }
}
