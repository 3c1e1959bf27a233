package org.jamtart.persister;

import java.util.Map;
import org.springframework.boot.SpringApplication;

/** The persister as a process. */
public final class PersisterApplication {

  private PersisterApplication() {}

  /** Starts it; stops on SIGTERM after the transactions that are under way. */
  public static void main(String[] args) {
    application().run(args);
  }

  /** The service with its own configuration file, {@code persister.yml}; for whoever starts it inside another process. */
  public static SpringApplication application() {
    var application = new SpringApplication(PersisterConfiguration.class);
    application.setDefaultProperties(Map.of("spring.config.name", "persister"));
    return application;
  }
}
