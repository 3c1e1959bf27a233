package org.jamtart.chaos.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jamtart.embedded.kafka.EmbeddedKafka;
import org.jamtart.embedded.kafka.KafkaSettings;

/** A Kafka broker as a process of its own. It ends in order when its standard input does, so it does not outlive its parent. */
public final class BrokerMain {

  private BrokerMain() {}

  /** @param args its directory and its port */
  public static void main(String[] args) throws IOException {
    var settings = new KafkaSettings(Path.of(args[0]), Integer.parseInt(args[1]), Map.of());
    try (var kafka = EmbeddedKafka.start(settings)) {
      System.out.println("broker on " + kafka.bootstrapServers());
      while (System.in.read() >= 0) {
        // whatever comes means nothing
      }
    }
    System.exit(0);
  }
}
