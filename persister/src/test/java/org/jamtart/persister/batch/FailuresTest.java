package org.jamtart.persister.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

  private static RuntimeException wrapped(SQLException e) {
    return new IllegalStateException("while writing", new RuntimeException(e));
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "40P01", "40001", "53100", "53300", "55P03", "57P01", "57014", "58030",
      "25006", "42501",
      "42P01", "XX000"})
  void trouble_of_the_world_passes(String state) {
    assertThat(Failures.isTransient(wrapped(new SQLException("x", state)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"22021", "22003", "23505", "23502", "21000", "54000"})
  void what_the_data_causes_does_not(String state) {
    assertThat(Failures.isTransient(wrapped(new SQLException("x", state)))).isFalse();
  }

  @Test
  void a_pool_that_has_no_connection_passes() {
    assertThat(Failures.isTransient(wrapped(new SQLTransientConnectionException("timeout")))).isTrue();
  }

  @Test
  void a_bug_in_a_projection_does_not() {
    assertThat(Failures.isTransient(new IllegalStateException("bug"))).isFalse();
  }

  @Test
  void a_partition_that_was_just_dropped_passes() {
    RuntimeException gone = wrapped(
        new SQLException("ERROR: no partition of relation \"event\" found for row", "23514"));
    assertThat(Failures.isTransient(gone)).isTrue();
    assertThat(Failures.isPartitionMissing(gone)).isTrue();
    assertThat(Failures.isPartitionMissing(wrapped(new SQLException("violates check", "23514")))).isFalse();
  }
}
