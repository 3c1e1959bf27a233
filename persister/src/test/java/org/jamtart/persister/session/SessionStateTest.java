package org.jamtart.persister.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jamtart.log.EndReason;
import org.jamtart.log.EventNumber;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.log.SessionEnd;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.wire.Protocol;
import org.junit.jupiter.api.Test;

class SessionStateTest {

  private static final SessionRef SESSION = new SessionRef(Fixtures.peerId(1), new UUID(0, 1), new UUID(0, 2),
      1,
      341);

  private static SessionState session() {
    return new SessionState(1, SESSION.session(), new NodeState(1, SESSION.node()), SESSION.gateway(),
        new Protocol(1, 341), 1);
  }

  private static Run run(long seq, int frames) {
    return new Run(SESSION, 1, seq, EventNumber.FIRST, frames, new byte[4 * frames]);
  }

  private static Close close(long seq) {
    return new Close(SESSION, 1, seq, EventNumber.FIRST,
        new SessionEnd(EndReason.NODE_CLOSED, true, seq, 0, 0, 0, 0));
  }

  @Test
  void what_lies_before_the_range_of_a_replay_is_not_missing_and_what_lies_in_it_is() {
    SessionState session = session().again(false);

    assertThat(session.take(run(5, 2))).isEqualTo(new SessionState.Intake(5, 0, 0));
    assertThat(session.take(run(8, 1))).isEqualTo(new SessionState.Intake(8, 0, 1));
    assertThat(session.closed(close(11))).isEqualTo(2);

    assertThat(session.missing()).isEqualTo(3);
    assertThat(session.complete()).isFalse();
  }

  @Test
  void a_session_that_was_never_heard_of_lacks_what_came_before() {
    SessionState session = session();

    assertThat(session.take(run(5, 2))).isEqualTo(new SessionState.Intake(5, 0, 5));
    session.closed(close(7));

    assertThat(session.newFrames()).isEqualTo(2);
    assertThat(session.complete()).isFalse();
  }
}
