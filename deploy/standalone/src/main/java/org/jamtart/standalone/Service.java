package org.jamtart.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.embedded.StartupException;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.core.NestedExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.jamtart.persister.position.LogRefusedException;
import org.springframework.context.ConfigurableApplicationContext;

/** One of the services, running in this process. */
record Service(ConfigurableApplicationContext context) implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final Duration READY = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(50);

  /**
   * Starts it and returns when it says that it is ready.
   *
   * @param properties configuration that goes before its own defaults
   * @throws StartupException when it does not start, for the reason that lies deepest, or is not ready within a minute
   */
  static Service start(SpringApplication application, Map<String, Object> properties) {
    application.setRegisterShutdownHook(false);
    application.setBannerMode(Banner.Mode.OFF);
    String[] arguments = new TreeMap<>(properties).entrySet()
        .stream()
        .map(property -> "--" + property.getKey() + "=" + property.getValue())
        .toArray(String[]::new);
    var service = new Service(run(application, arguments));
    service.awaitReady();
    return service;
  }

  private static ConfigurableApplicationContext run(SpringApplication application, String... arguments) {
    try {
      return application.run(arguments);
    } catch (RuntimeException e) {
      Throwable reason = NestedExceptionUtils.getMostSpecificCause(e);
      // The terminal shows warnings: it gets the reason alone, and the file the rest.
      LOG.info("event=service_failed application={}", application.getMainApplicationClass(), e);
      throw new StartupException(reason instanceof LogRefusedException
          ? String.valueOf(reason.getMessage())
          : reason.toString(), e);
    }
  }

  /** Asks as a load balancer would: a service may be up and still wait for its neighbours. */
  private void awaitReady() {
    var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/readyz")).build();
    long deadline = System.nanoTime() + READY.toNanos();
    String answer = "";
    try (var client = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline) {
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 200) {
          return;
        }
        answer = response.statusCode() + " " + response.body();
        Thread.sleep(POLL);
      }
    } catch (IOException e) {
      answer = e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer = "interrupted";
    }
    context.close();
    throw new StartupException(request.uri() + " is not ready: " + answer);
  }

  /** The HTTP port that it listens on. */
  int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
