package org.jamtart.store;

import java.util.List;

/**
 * The entities of the schema, for whoever opens a persistence unit on it. Of tables of which a transaction writes many rows,
 * or every transaction some, there are none: they are written by the column, {@link EventColumns}, {@link OpeningPacks}, {@link SumColumns},
 * {@link RowInsert}.
 */
public final class Entities {

  /** All of them. */
  public static final List<Class<?>> ALL = List.of(GatewayRow.class,
      QuarantineRow.class, QuarantineGroupRow.class, AuditRow.class, NodePackageRow.class,
      ServiceCostRow.class);

  private Entities() {}
}
