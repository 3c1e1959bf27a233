package org.jamtart.benchmarks.measure;

/** Something that is measured, again and again. */
@FunctionalInterface
public interface Trial {

  /** Does it once and tells the quantity: a rate or a time. */
  double measure() throws Exception;
}
