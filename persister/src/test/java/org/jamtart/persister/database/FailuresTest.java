package org.jamtart.persister.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jamtart.persister.database.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

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
        told("23514", "keine Partition von Relation »event« für die Zeile gefunden"));
    assertThat(Failures.isTransient(gone)).isTrue();
    assertThat(Failures.isPartitionMissing(gone)).isTrue();
  }

  @Test
  void a_row_that_violates_a_check_of_the_table_does_not() {
    RuntimeException wrong = wrapped(told("23514", "verletzt Check-Constraint", "nevent_slot_check"));
    assertThat(Failures.isTransient(wrong)).isFalse();
    assertThat(Failures.isPartitionMissing(wrong)).isFalse();
  }

  /** As the server tells it: fields that begin with their letter and end with a zero. */
  private static SQLException told(String state, String message, String... more) {
    String fields = "SERROR\0C" + state + "\0M" + message + "\0" + String.join("\0", more) + "\0";
    return new PSQLException(new ServerErrorMessage(fields), false);
  }
}
