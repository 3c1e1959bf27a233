package org.jamtart.persister.replay;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.projection.Projection.Kind;
import org.jamtart.persister.session.SessionState;

/** Which projections write in place. */
final class Selection {

  /** The one whose rows give sessions their numbers, on which all others rest. */
  private static final String SESSIONS = "sessions";

  private Selection() {}

  /** The projections of these names, which are all keyed; sessions that have no row get one in any case. */
  static List<Projection> of(List<Projection> all, List<String> names) {
    List<Projection> chosen = new ArrayList<>();
    for (Projection projection : all) {
      if (names.contains(projection.name())) {
        chosen.add(projection);
      } else if (projection.name().equals(SESSIONS)) {
        chosen.add(new OfNewSessions(projection));
      }
    }
    return chosen;
  }

  /** Shows a projection only what concerns sessions that had no row. */
  private record OfNewSessions(Projection projection) implements Projection {

    @Override
    public String name() {
      return projection.name();
    }

    @Override
    public Kind kind() {
      return projection.kind();
    }

    @Override
    public Collector collector(Moment moment) {
      Collector collector = projection.collector(moment);
      return new Collector() {
        @Override
        public void open(SessionState session, Open open) {
          if (!session.isKnown()) {
            collector.open(session, open);
          }
        }

        @Override
        public void run(SessionState session, Run run) {
          if (!session.isKnown()) {
            collector.run(session, run);
          }
        }

        @Override
        public void close(SessionState session, Close close) {
          if (!session.isKnown()) {
            collector.close(session, close);
          }
        }

        @Override
        public void prepare() {
          collector.prepare();
        }

        @Override
        public void write(StatelessSession database) {
          collector.write(database);
        }
      };
    }
  }
}
