package org.jamtart.persister.replay.rebuild;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jamtart.store.SessionRow;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.batch.Rewriting;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.session.SessionBook;
import org.jamtart.persister.session.SessionState;
import org.jamtart.persister.time.Times;
import org.jamtart.wire.TrailingBytes;

/**
 * Into a shadow, by the projections that are built again, as if the records came for the first time: sessions begin with
 * their first record, and an event has expired if it had when it was received.
 */
final class ShadowWriting implements Rewriting {

  private final Shadow shadow;
  private final Scope scope;
  private final long planned;
  private final long eventRetention;
  private final SessionBook book;

  /** @param planned the moment by which all is judged that has to do with how long rows are kept */
  ShadowWriting(Shadow shadow, Scope scope, Instant planned, Duration eventRetention,
      TrailingBytes trailing) {
    this.shadow = shadow;
    this.scope = scope;
    this.planned = Times.micros(planned);
    this.eventRetention = eventRetention.toMillis() * 1000;
    this.book = SessionBook.anew(trailing, shadow.liveSchema());
  }

  @Override
  public SessionBook book() {
    return book;
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    shadow.enter(connection);
  }

  @Override
  public List<Collector> collectors() {
    Moment now = moment(planned);
    List<Collector> collectors = new ArrayList<>();
    collectors.add(new Sessions());
    scope.context()
        .forEach(projection -> collectors
            .add(new Within(projection.collector(now), Long.MIN_VALUE, Long.MAX_VALUE)));
    scope.parts()
        .forEach((projection, parts) -> collectors
            .add(new Within(projection.collector(now), Scope.first(parts), Scope.last(parts))));
    return collectors;
  }

  /** Nothing of the quarantine has expired: what has is not exchanged. */
  @Override
  public Moment moment(long received) {
    return new Moment(planned, received - eventRetention, Long.MIN_VALUE);
  }

  /** Keeps what is known of the sessions, so that another process can go on. */
  private static final class Sessions implements Collector {
    private final Map<Long, SessionState> sessions = new TreeMap<>();

    @Override
    public void open(SessionState session, Open open) {
      sessions.put(session.number(), session);
    }

    @Override
    public void run(SessionState session, Run run) {
      sessions.put(session.number(), session);
    }

    @Override
    public void close(SessionState session, Close close) {
      sessions.put(session.number(), session);
    }

    @Override
    public void write(StatelessSession database) {
      Inserts.rows(database, SessionRow.INSERT, sessions.values().stream().map(SessionState::row).toList());
    }
  }
}
