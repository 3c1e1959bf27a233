package org.jamtart.testsupport;

import java.sql.Connection;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.GlobalConfiguration;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.ui.LoggerUIService;

/** Applies a changelog of the class path to a database. */
final class SchemaChanges {

  // Kept, as the logging system itself holds loggers weakly and would forget the level.
  private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

  private SchemaChanges() {}

  static void apply(Connection connection, String changelog) {
    LIQUIBASE.setLevel(Level.WARNING);
    try {
      Database database = DatabaseFactory.getInstance()
          .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService(),
          // Runnable modules are thin jars that name the others beside them: on a test's class path a file
          // can be there twice.
          GlobalConfiguration.DUPLICATE_FILE_MODE.getKey(), GlobalConfiguration.DuplicateFileMode.SILENT),
          () -> new CommandScope(UpdateCommandStep.COMMAND_NAME)
              .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
              .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, changelog)
              .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
              .execute());
    } catch (Exception e) { // Liquibase declares no narrower one
      throw new IllegalStateException("the changelog %s cannot be applied: %s".formatted(changelog, e), e);
    }
  }
}
