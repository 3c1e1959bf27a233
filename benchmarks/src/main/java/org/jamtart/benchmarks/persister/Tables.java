package org.jamtart.benchmarks.persister;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.process.Broker;
import org.jamtart.benchmarks.process.Database;
import org.jamtart.persister.PersisterApplication;
import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.batch.BatchStore;
import org.jamtart.persister.batch.StoreListener;
import org.jamtart.persister.batch.StoreParts;
import org.jamtart.persister.intake.Intake;
import org.jamtart.persister.context.ContextSettings;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.position.LogPositions;
import org.jamtart.persister.pending.PendingSums;
import org.jamtart.persister.position.LogPositions.Bounds;
import org.jamtart.persister.projection.Projection;
import org.jamtart.wire.TrailingBytes;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** The persister in this process with nothing to read: its writers are given records instead. */
final class Tables implements AutoCloseable {

  private static final int PARTITIONS = 24;

  private final Database database;
  private final ConfigurableApplicationContext persister;

  private Tables(Database database, ConfigurableApplicationContext persister) {
    this.database = database;
    this.persister = persister;
  }

  static Tables start(Bench bench, Broker broker) throws SQLException {
    Database database = Database.start(bench);
    try {
      Map<String, String> properties = new HashMap<>(database.properties());
      properties.put("tart.log.bootstrap-servers", broker.bootstrapServers());
      properties.put("server.port", "0");
      String[] arguments = properties.entrySet()
          .stream()
          .map(property -> "--" + property.getKey() + "=" + property.getValue())
          .toArray(String[]::new);
      var context = PersisterApplication.application().run(arguments);
      context.getBean(Intake.class).stop();
      return new Tables(database, context);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  Database database() {
    return database;
  }

  /** Names of all projections. */
  List<String> projections() {
    return all(persister).stream().map(Projection::name).toList();
  }

  private static List<Projection> all(ListableBeanFactory beans) {
    return beans.getBeanProvider(Projection.class).orderedStream().toList();
  }

  /** A writer that knows no session, and stands where its partition does. */
  BatchStore writer(int partition, Predicate<String> projections) throws SQLException {
    List<Projection> chosen = all(persister).stream()
        .filter(projection -> projections.test(projection.name()))
        .toList();
    var positions = persister.getBean(LogPositions.class);
    var store = new BatchStore(new StoreParts(persister.getBean(PersisterSettings.class),
        TrailingBytes.MALFORMED,
        persister.getBean(SessionFactory.class), positions, chosen, persister.getBean(ContextSettings.class),
        persister.getBean(Partitions.class), persister.getBean(PendingSums.class),
        persister.getBean(StoreListener.class), Clock.systemUTC()), () -> false);
    Map<Integer, Bounds> endless = IntStream.range(0, PARTITIONS)
        .boxed()
        .collect(Collectors.toMap(each -> each, each -> new Bounds(0, Long.MAX_VALUE)));
    var position = positions.open(endless.keySet(), () -> endless).get(partition);
    store.ledger().set(partition, Objects.requireNonNull(position).next());
    return store;
  }

  /**
   * Takes away all that came of events, so that every round begins with the same tables: the mix's blocks and packages are
   * new in each round, as they are in a network. Nobody merges meanwhile.
   */
  void empty() throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(hashtext('tart.merge'), hashtext('marks'))");
      statement.execute("truncate " + String.join(", ", filled(statement)));
      connection.commit();
    }
    database.execute("checkpoint");
  }

  /** Adds up all that was stored: what is left for later is not done. */
  void addUp() throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      persister.getBean(PendingSums.class).settle(connection);
      connection.commit();
    }
  }

  /** The tables that projections fill, but for those of which writers know rows. */
  private static List<String> filled(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(
        """
            select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
              and not relispartition and relname not like 'databasechangelog%'
              and relname not in ('log_position', 'log_adoption', 'event_types', 'kept_since', 'node', 'session')""")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  @Override
  public void close() {
    persister.close();
    database.close();
  }
}
