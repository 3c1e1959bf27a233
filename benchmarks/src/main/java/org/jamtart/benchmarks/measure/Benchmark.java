package org.jamtart.benchmarks.measure;

import java.util.List;

/** One thing that is measured, against its limit. */
public interface Benchmark {

  /** Short name, as on the command line. */
  String name();

  /** One line for people: what is measured against what. */
  String description();

  /** Measures; everything that it started has ended when it returns or throws. */
  List<Figure> run(Bench bench) throws Exception;
}
