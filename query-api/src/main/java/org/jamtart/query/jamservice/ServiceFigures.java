package org.jamtart.query.jamservice;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import org.jamtart.query.jamservice.CostSql.Cost;
import org.jamtart.query.jamservice.CostSql.OfService;
import org.jamtart.store.ServiceCostRow.Phase;

/** What is known of a service in some time; gathered from several tables. */
final class ServiceFigures {

  private final long id;
  private final Map<Phase, Cost> costs = new EnumMap<>(Phase.class);
  private long packages;

  ServiceFigures(long id) {
    this.id = id;
  }

  void packages(long count) {
    packages = count;
  }

  void add(OfService it) {
    costs.put(it.phase(), it.cost());
  }

  long id() {
    return id;
  }

  long packages() {
    return packages;
  }

  Cost authorization() {
    return costs.getOrDefault(Phase.AUTHORIZATION, Cost.NONE);
  }

  Cost refinement() {
    return costs.getOrDefault(Phase.REFINEMENT, Cost.NONE);
  }

  Cost accumulation() {
    return costs.getOrDefault(Phase.ACCUMULATION, Cost.NONE);
  }

  BigInteger gas() {
    return costs.values().stream().map(Cost::gas).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
