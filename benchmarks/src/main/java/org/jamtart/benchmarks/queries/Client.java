package org.jamtart.benchmarks.queries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a query API. Thread-safe. */
final class Client implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SHOWN = 200;

  private final String root;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** @param root such as {@code http://127.0.0.1:8080} */
  Client(String root) {
    this.root = root;
  }

  /**
   * An answer.
   *
   * @param millis from the request to the last byte
   * @param error  what is wrong with it, at most a line; empty if nothing is
   */
  record Answer(double millis, String error, String body) {}

  /** Asks, and waits at most half a minute. */
  Answer get(String request) {
    long begin = System.nanoTime();
    try {
      var answer = http.send(HttpRequest.newBuilder(URI.create(root + request)).timeout(PATIENCE).build(),
          BodyHandlers.ofString());
      double millis = (System.nanoTime() - begin) / 1e6;
      String error = answer.statusCode() / 100 == 2
          ? ""
          : answer.statusCode() + " " + shortened(answer.body()) + " to " + request;
      return new Answer(millis, error, answer.body());
    } catch (IOException e) {
      return new Answer((System.nanoTime() - begin) / 1e6, e + " to " + request, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  HttpClient http() {
    return http;
  }

  private static String shortened(String body) {
    String line = body.replaceAll("\\s+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }

  @Override
  public void close() {
    http.close();
  }
}
