package org.jamtart.benchmarks.gateway;

import org.jamtart.benchmarks.measure.Alternation;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;

/**
 * The limit of whoever has to read what it sends: as cheap as a process that reads the same sockets and throws away what it read, and
 * then as cheap as one that only sends.
 */
final class ReadAndSend {

  private ReadAndSend() {}

  /**
   * What a gateway reaches of it.
   *
   * @param reading  the gateway, measured in turn with reading and discarding, in events per CPU-second
   * @param producer events per CPU-second of a bare producer
   * @param goal     part of the limit to be reached
   */
  static Figure figure(String benchmark, Alternation.Compared reading, double producer, double goal) {
    double discard = reading.b().median();
    double limit = 1 / (1 / discard + 1 / producer);
    Spread ratio = reading.ratio();
    double part = discard / limit;
    return new Figure(benchmark, "events per CPU-second, against reading and producing", Figure.RATIO,
        new Spread(ratio.median() * part, ratio.low() * part, ratio.high() * part, ratio.count()),
        new Goal.AtLeast(goal),
        "gateway %,.0f; reading the sockets and discarding %,.0f, bare producer %,.0f, both together %,.0f"
            .formatted(reading.a().median(), discard, producer, limit));
  }
}
