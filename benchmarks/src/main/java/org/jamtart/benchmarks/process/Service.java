package org.jamtart.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.embedded.LoopbackPort;
import org.jamtart.gateway.GatewayApplication;
import org.jamtart.persister.PersisterApplication;
import org.jamtart.query.QueryApplication;

/** One of TART's services in a process of its own, with its HTTP port. */
public final class Service implements AutoCloseable {

  private static final Duration READY = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(20);

  private static final int FLUSHES = 5;
  private static final int TIMED_OUT = 504;

  private final Jvm jvm;
  private final int port;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Service(Jvm jvm, int port) {
    this.jvm = jvm;
    this.port = port;
  }

  /** The gateway; {@code telemetryPort} is where nodes connect. */
  public static Service gateway(Path directory, String[] options, int telemetryPort,
      Map<String, ?> properties) {
    int port = LoopbackPort.choose("the gateway's management", 0);
    Map<String, Object> all = new TreeMap<>(properties);
    all.put("tart.gateway.name", "bench");
    all.put("tart.gateway.port", telemetryPort);
    all.put("tart.gateway.management.port", port);
    return start(directory, "gateway", options, GatewayApplication.class, port, all);
  }

  /** The persister. */
  public static Service persister(Path directory, String[] options, Map<String, ?> properties) {
    int port = LoopbackPort.choose("the persister's management", 0);
    Map<String, Object> all = new TreeMap<>(properties);
    all.put("server.port", port);
    all.put("tart.persister.instance-id", "bench");
    return start(directory, "persister", options, PersisterApplication.class, port, all);
  }

  /** The query API. */
  public static Service query(Path directory, String[] options, Map<String, ?> properties) {
    int port = LoopbackPort.choose("the query API", 0);
    Map<String, Object> all = new TreeMap<>(properties);
    all.put("server.port", port);
    return start(directory, "query", options, QueryApplication.class, port, all);
  }

  private static Service start(Path directory, String name, String[] options, Class<?> main, int port,
      Map<String, ?> properties) {
    String[] arguments = properties.entrySet()
        .stream()
        .map(property -> "--" + property.getKey() + "=" + property.getValue())
        .toArray(String[]::new);
    return new Service(Jvm.start(directory, name, options, main, arguments).ignoringOutput(), port);
  }

  /** Waits until it says that it is ready; ends it when it does not within minutes. */
  public Service awaitReady() {
    var request = HttpRequest.newBuilder(uri("/readyz")).build();
    long deadline = System.nanoTime() + READY.toNanos();
    while (System.nanoTime() < deadline && jvm.isAlive()) {
      try {
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return this;
        }
      } catch (IOException e) {
        // it does not listen yet
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      Jvm.pause(POLL);
    }
    close();
    throw new IllegalStateException(jvm.failed("was not ready"));
  }

  /** Asks it to flush, again while it says that its time was too short, and waits until it has. */
  public void flush(String path) {
    var request = HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody()).build();
    for (int i = 0; i < FLUSHES; i++) {
      HttpResponse<String> answer = send(request);
      if (answer.statusCode() == 200) {
        return;
      }
      if (answer.statusCode() != TIMED_OUT) {
        throw new IllegalStateException(path + " answered " + answer.statusCode() + " " + answer.body());
      }
    }
    throw new IllegalStateException(jvm.failed(path + " was never complete"));
  }

  /** What it answers, whatever the status. */
  public String get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build()).body();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(jvm.failed("did not answer " + request.uri()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where it answers, without a slash behind. */
  public String root() {
    return "http://127.0.0.1:" + port;
  }

  private URI uri(String path) {
    return URI.create(root() + path);
  }

  /** Its process. */
  public Jvm jvm() {
    return jvm;
  }

  /** CPU time so far, seconds. */
  public double cpuSeconds() {
    return jvm.cpuSeconds();
  }

  @Override
  public void close() {
    http.close();
    jvm.close();
  }
}
