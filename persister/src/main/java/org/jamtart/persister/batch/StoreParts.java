package org.jamtart.persister.batch;

import java.time.Clock;
import java.util.List;
import org.hibernate.SessionFactory;
import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.position.LogPositions;
import org.jamtart.persister.projection.Projection;

/** What all consumers share to store records. */
public record StoreParts(PersisterSettings settings, SessionFactory sessionFactory, LogPositions positions,
    List<Projection> projections, Partitions partitions, StoreListener listener, Clock clock) {}
