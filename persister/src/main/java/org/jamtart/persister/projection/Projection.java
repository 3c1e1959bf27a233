package org.jamtart.persister.projection;

import java.util.List;

/**
 * One thing that is kept from the log: one class with the entities that it writes. Adding a question to TART means adding
 * a projection as a bean. Thread-safe; what one transaction gathers is in its {@link Collector}.
 */
public interface Projection {

  /** How its rows bear seeing a record again. */
  enum Kind {
    /** They merge to the same result in any order, any number of times: a replay writes in place. */
    KEYED,
    /** They add up: a replay rebuilds whole buckets. */
    ADDITIVE
  }

  /** Short name, for metrics and replays. */
  String name();

  /** How its rows bear seeing a record again. */
  Kind kind();

  /**
   * The tables that it adds up, for the replay that builds them again. Empty for what is keyed; of what adds up, all that it
   * writes: two projections that write one table are built again together.
   */
  default List<AddedTable> added() {
    return List.of();
  }

  /**
   * The tables of it from which frames are told what came before them. They are made anew beside the live ones, too, for what is
   * built again from there.
   */
  default List<String> context() {
    return List.of();
  }

  /** Something to gather what one transaction brings; the moment of the transaction decides what has expired. */
  Collector collector(Moment moment);
}
