package org.jamtart.persister.batch;

import java.time.Clock;
import java.util.List;
import org.hibernate.SessionFactory;
import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.context.ContextSettings;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.pending.PendingSums;
import org.jamtart.persister.position.LogPositions;
import org.jamtart.persister.projection.Projection;
import org.jamtart.wire.TrailingBytes;

/** What all consumers share to store records. */
public record StoreParts(PersisterSettings settings, TrailingBytes trailing, SessionFactory sessionFactory,
    LogPositions positions,
    List<Projection> projections, ContextSettings context, Partitions partitions, PendingSums pending,
    StoreListener listener,
    Clock clock) {}
