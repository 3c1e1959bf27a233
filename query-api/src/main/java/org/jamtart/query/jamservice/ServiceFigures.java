package org.jamtart.query.jamservice;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import org.jamtart.query.jamservice.CostSql.Burnt;
import org.jamtart.store.ServiceCostRow.Phase;

/** What is known of a service in some time; gathered from several tables. */
final class ServiceFigures {

  private final long id;
  private final Map<Phase, Burnt> phases = new EnumMap<>(Phase.class);
  private long packages;

  ServiceFigures(long id) {
    this.id = id;
  }

  void packages(long count) {
    packages = count;
  }

  void add(Burnt it) {
    phases.merge(it.phase(), it, Burnt::plus);
  }

  long id() {
    return id;
  }

  long packages() {
    return packages;
  }

  Burnt authorization() {
    return of(Phase.AUTHORIZATION);
  }

  Burnt refinement() {
    return of(Phase.REFINEMENT);
  }

  Burnt accumulation() {
    return of(Phase.ACCUMULATION);
  }

  private Burnt of(Phase phase) {
    return phases.getOrDefault(phase, new Burnt(id, phase, 0, BigInteger.ZERO));
  }

  BigInteger gas() {
    return phases.values().stream().map(Burnt::gas).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
