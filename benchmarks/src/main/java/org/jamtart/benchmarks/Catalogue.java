package org.jamtart.benchmarks;

import java.util.List;
import org.jamtart.benchmarks.gateway.ConnectionsBenchmark;
import org.jamtart.benchmarks.gateway.FramesBenchmark;
import org.jamtart.benchmarks.gateway.GatewayBenchmark;
import org.jamtart.benchmarks.measure.Benchmark;
import org.jamtart.benchmarks.persister.PersisterBenchmark;
import org.jamtart.benchmarks.pipeline.CapacityBenchmark;
import org.jamtart.benchmarks.pipeline.LatencyBenchmark;
import org.jamtart.benchmarks.pipeline.SustainedBenchmark;
import org.jamtart.benchmarks.queries.QueriesBenchmark;
import org.jamtart.benchmarks.queries.QueriesOptions;
import org.jamtart.benchmarks.start.StartBenchmark;
import org.jamtart.benchmarks.wire.WireBenchmark;

/** All benchmarks, in the order in which they run. */
final class Catalogue {

  private Catalogue() {}

  /** With what the command line says about one of them. */
  static List<Benchmark> all(QueriesOptions queries) {
    return List.of(new WireBenchmark(), new GatewayBenchmark(),
        new FramesBenchmark(), new ConnectionsBenchmark(), new PersisterBenchmark(), new LatencyBenchmark(),
        new SustainedBenchmark(), new CapacityBenchmark(), new StartBenchmark(),
        new QueriesBenchmark(queries));
  }
}
