package org.jamtart.persister;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.health.PersisterHealth;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TestDatabase;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service inside the test's process. */
final class RunningPersister implements AutoCloseable {

  final ConfigurableApplicationContext context;

  private RunningPersister(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static RunningPersister start(LogSettings log, TestDatabase database, String... more) {
    return start(List.of(), log, database, more);
  }

  /** What the service is started with; later arguments replace earlier ones. */
  static List<String> arguments(LogSettings log, TestDatabase database, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--tart.log.bootstrap-servers=" + log.bootstrapServers(),
        "--tart.log.topic=" + log.topic(), "--tart.log.group=" + log.group(),
        "--spring.datasource.url=" + database.jdbcUrl(), "--spring.datasource.username=" + database.user(),
        "--spring.datasource.password=" + database.password(), "--server.port=0",
        "--tart.persister.retry-max-delay=200ms",
        "--tart.persister.lag-interval=200ms"));
    for (String argument : more) {
      String key = argument.substring(0, argument.indexOf('=') + 1);
      arguments.removeIf(other -> other.startsWith(key));
      arguments.add(argument);
    }
    return arguments;
  }

  /** With configuration of the test's own beside that of the service. */
  static RunningPersister start(List<Class<?>> configuration, LogSettings log, TestDatabase database,
      String... more) {
    List<String> arguments = arguments(log, database, more);
    SpringApplication application = PersisterApplication.application();
    application.addPrimarySources(configuration);
    application.setRegisterShutdownHook(false);
    return new RunningPersister(application.run(arguments.toArray(String[]::new)));
  }

  /** With beans changed by the test. */
  static RunningPersister start(BeanPostProcessor change, LogSettings log, TestDatabase database) {
    SpringApplication application = PersisterApplication.application();
    application.addInitializers(context -> context.getBeanFactory().addBeanPostProcessor(change));
    application.setRegisterShutdownHook(false);
    return new RunningPersister(application.run(arguments(log, database).toArray(String[]::new)));
  }

  /** Waits until it has its partitions. */
  RunningPersister ready() {
    Await.until("the persister to be ready", Duration.ofSeconds(30),
        () -> context.getBean(PersisterHealth.class).isReady());
    return this;
  }

  PersisterHealth health() {
    return context.getBean(PersisterHealth.class);
  }

  double metric(String name) {
    return context.getBean(MeterRegistry.class)
        .get(name)
        .meters()
        .stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .mapToDouble(Measurement::getValue)
        .sum();
  }

  int port() {
    return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  @Override
  public void close() {
    context.close();
  }
}
