package org.jamtart.persister;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that refuses each place in the code its first connection. */
final class RefusingOnce implements BeanPostProcessor {

  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  /** The places, as the methods that led there. */
  Set<String> refused() {
    return refused;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource pool ? new DelegatingDataSource(pool) {
      @Override
      public java.sql.Connection getConnection() throws SQLException {
        String path = StackWalker.getInstance()
            .walk(frames -> frames.map(StackWalker.StackFrame::toStackTraceElement)
                .filter(frame -> frame.getClassName().startsWith("org.jamtart.persister"))
                .filter(frame -> !frame.getClassName().startsWith(RefusingOnce.class.getName()))
                .map(frame -> frame.getClassName() + '.' + frame.getMethodName())
                .collect(Collectors.joining(" < ")));
        if (refused.add(path)) {
          throw new SQLException("away", "08006");
        }
        return super.getConnection();
      }
    } : bean;
  }
}
