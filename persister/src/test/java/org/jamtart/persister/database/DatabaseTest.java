package org.jamtart.persister.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

class DatabaseTest {

  @Test
  void a_session_factory_is_made_without_a_connection_and_asks_for_one_with_its_first_statement() {
    DataSource away = new AbstractDataSource() {
      @Override
      public java.sql.Connection getConnection() throws SQLException {
        throw new SQLException("away");
      }

      @Override
      public java.sql.Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
      }
    };
    try (var factory = Database.sessionFactory(away); var session = factory.openStatelessSession()) {
      assertThatThrownBy(() -> session.createNativeQuery("select 1", Integer.class).getSingleResult())
          .hasStackTraceContaining("away");
    }
  }
}
