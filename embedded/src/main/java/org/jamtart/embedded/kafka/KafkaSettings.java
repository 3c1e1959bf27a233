package org.jamtart.embedded.kafka;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where and how an embedded broker runs.
 *
 * @param directory its data; made where missing, kept when the broker stops
 * @param port TCP port on 127.0.0.1, or 0 for any free one (another one at each start)
 * @param overrides broker properties that replace the ones chosen here, by Kafka's names; empty by default
 */
public record KafkaSettings(Path directory, int port, Map<String, String> overrides) {

  /** Copies the map. */
  public KafkaSettings {
    overrides = Map.copyOf(overrides);
  }

  /** On a directory and any free port. */
  public static KafkaSettings in(Path directory) {
    return new KafkaSettings(directory, 0, Map.of());
  }

  /** The same on another port; 0 for any free one. */
  public KafkaSettings withPort(int newPort) {
    return new KafkaSettings(directory, newPort, overrides);
  }

  /** The same with other broker properties in place of the present overrides. */
  public KafkaSettings withOverrides(Map<String, String> newOverrides) {
    return new KafkaSettings(directory, port, newOverrides);
  }
}
