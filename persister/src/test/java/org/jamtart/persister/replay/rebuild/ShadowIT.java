package org.jamtart.persister.replay.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jamtart.persister.batch.TransientStoreException;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;

/** Who may go on with what another has built, and who may not. */
@TartTest
class ShadowIT {

  private static final UUID REPLAY = UUID.randomUUID();
  private static final Map<Integer, Long> STARTS = Map.of(0, 5L, 1, 7L);

  private final TestScope scope;

  ShadowIT(TestScope scope) {
    this.scope = scope;
  }

  private Shadow shadow(String topicId) throws SQLException {
    return new Shadow(scope.database().dataSource(), REPLAY, Set.of("node_total"), topicId);
  }

  @Test
  void another_goes_on_where_it_is_but_not_with_what_was_built_from_another_log() throws SQLException {
    Shadow shadow = shadow("one");
    shadow.create(STARTS, new Mine());
    move(shadow, Map.of(1, 9L));

    assertThat(shadow("one").progress()).isEqualTo(Map.of(0, 5L, 1, 9L));
    assertThat(shadow("two").progress()).isEmpty();
  }

  @Test
  void whoever_lost_the_replay_does_not_take_away_what_another_has_built() throws SQLException {
    Shadow shadow = shadow("one");
    shadow.create(STARTS, new Mine());
    move(shadow, Map.of(1, 9L));

    assertThatThrownBy(() -> shadow.create(STARTS, new Lost())).hasMessage("lost");

    assertThat(shadow.progress()).containsEntry(1, 9L);
  }

  @Test
  void who_writes_into_one_that_a_crash_has_emptied_is_told() throws SQLException {
    Shadow shadow = shadow("one");
    shadow.create(STARTS, new Mine());
    try (Connection connection = scope.database().connect(); var statement = connection.createStatement()) {
      statement.execute("truncate " + shadow.own("progress"));
    }

    assertThatThrownBy(() -> move(shadow, Map.of(1, 9L))).isInstanceOf(TransientStoreException.class);
    assertThat(shadow.progress()).isEmpty();
  }

  private void move(Shadow shadow, Map<Integer, Long> next) throws SQLException {
    try (Connection connection = scope.database().connect()) {
      shadow.moved(connection, next);
    }
  }

  private static class Mine implements Watch {
    @Override
    public void planned(long records, List<String> kept) {}

    @Override
    public void more(long records) {}

    @Override
    public void did(Connection connection, Work work) {}

    @Override
    public void did(Work work) {}

    @Override
    public boolean rest(long workedNanos) {
      return true;
    }
  }

  private static final class Lost extends Mine {
    @Override
    public void did(Connection connection, Work work) {
      throw new IllegalStateException("lost");
    }
  }
}
