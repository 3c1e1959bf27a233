package org.jamtart.store;

import java.util.List;

/**
 * The entities of the schema, for whoever opens a persistence unit on it. Event rows and openings are none: they are written by the
 * column, {@link EventColumns}, {@link OpeningColumns}.
 */
public final class Entities {

  /** All of them. */
  public static final List<Class<?>> ALL = List.of(NodeRow.class, SessionRow.class,
      GatewayRow.class,
      QuarantineRow.class, QuarantineGroupRow.class, SessionTotalRow.class, NodeTotalRow.class,
      NodeCountRow.class,
      NodeActivityRow.class, NetworkCountRow.class, CoreCountRow.class, FailureCountRow.class,
      NodeLatestRow.class, NodeStatusRow.class, NodeClockRow.class,
      NodeStreamRow.class, NodePeerRow.class, PeerCountRow.class, AuditRow.class, NodePackageRow.class,
      ServiceCostRow.class);

  private Entities() {}
}
