package org.jamtart.persister;

import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/** The persister as a process. */
public final class PersisterApplication {

  private PersisterApplication() {}

  /** Starts it; stops on SIGTERM after the transactions that are under way, or at once while it still waits for what it needs. */
  public static void main(String[] args) {
    // Spring closes a context only once its start is over, which may be waiting for the database or for Kafka.
    var abandon = new Thread(Thread.currentThread()::interrupt, "tart-abandon-start");
    Runtime.getRuntime().addShutdownHook(abandon);
    application().run(args);
    try {
      Runtime.getRuntime().removeShutdownHook(abandon);
    } catch (IllegalStateException e) {
      LoggerFactory.getLogger(PersisterApplication.class)
          .debug("told to stop at the very end of the start", e);
    }
  }

  /** The service with its own configuration file, {@code persister.yml}; for whoever starts it inside another process. */
  public static SpringApplication application() {
    var application = new SpringApplication(PersisterConfiguration.class);
    application.setDefaultProperties(Map.of("spring.config.name", "persister"));
    return application;
  }
}
