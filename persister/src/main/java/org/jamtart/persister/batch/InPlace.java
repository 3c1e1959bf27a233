package org.jamtart.persister.batch;

import java.sql.Connection;
import java.util.List;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.session.SessionBook;
import org.jamtart.persister.time.Times;

/** Into the live tables, by projections whose rows merge. */
final class InPlace implements Rewriting {

  private final StoreParts parts;
  private final List<Projection> projections;
  private final SessionBook book;

  InPlace(StoreParts parts, List<Projection> projections) {
    this.parts = parts;
    this.projections = List.copyOf(projections);
    this.book = SessionBook.again(parts.trailing());
  }

  @Override
  public SessionBook book() {
    return book;
  }

  @Override
  public void begin(Connection connection) {}

  @Override
  public List<Collector> collectors() {
    Moment now = moment(0);
    return projections.stream().map(projection -> projection.collector(now)).toList();
  }

  @Override
  public Moment moment(long received) {
    var partitions = parts.partitions();
    return new Moment(Times.micros(parts.clock().instant()), Times.micros(partitions.eventHorizon()),
        Times.micros(partitions.quarantineHorizon()));
  }
}
