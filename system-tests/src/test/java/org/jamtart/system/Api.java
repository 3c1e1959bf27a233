package org.jamtart.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the query API that knows nothing but its paths. */
record Api(String base) {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  /** GET that must answer 200. */
  JsonNode get(String path) {
    try {
      var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30)).build();
      HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A time of an answer, Unix microseconds. */
  static long micros(JsonNode time) {
    Instant instant = Instant.parse(time.asString());
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  /** Every element of a list, through all its pages. */
  List<JsonNode> all(String path, String list) {
    List<JsonNode> elements = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get(path + (path.contains("?") ? "&" : "?") + "limit=1000" + cursor);
      page.get(list).forEach(elements::add);
      cursor = page.hasNonNull("next") ? "&cursor=" + page.get("next").asString() : "";
    } while (!cursor.isEmpty());
    return elements;
  }
}
