package org.jamtart.chaos.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Requests to the services, by whoever has to. */
public final class Http {

  private static final HttpClient CLIENT = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(2))
      .build();

  private Http() {}

  /**
   * An answer.
   *
   * @param status 0: there was none
   */
  public record Answer(int status, String body) {}

  /** Asks, and waits for the answer no longer than told. */
  public static Answer ask(String method, String address, Duration timeout) {
    try {
      var request = HttpRequest.newBuilder(URI.create(address))
          .timeout(timeout)
          .method(method, HttpRequest.BodyPublishers.noBody())
          .build();
      var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      return new Answer(0, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(0, e.toString());
    }
  }
}
