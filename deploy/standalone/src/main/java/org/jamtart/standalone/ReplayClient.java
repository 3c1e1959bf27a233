package org.jamtart.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jamtart.replay.ReplayException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Asks the query API for a replay and watches it. One thread, but for {@link #stop}, {@link #events} and {@link #state}. */
final class ReplayClient implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_MS = 500;
  private static final Set<String> OVER = Set.of("done", "cancelled", "failed");

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String root;
  private final String token;
  private volatile JsonNode last = MissingNode.getInstance();

  ReplayClient(String api, String token) {
    this.root = "http://" + api + "/api/replays";
    this.token = token;
  }

  String start(String from, String to, List<String> projections, List<String> nodes, boolean dryRun)
      throws IOException, InterruptedException {
    var body = JSON.createObjectNode().put("from", from).put("dry_run", dryRun);
    if (!to.isEmpty()) {
      body.put("to", to);
    }
    body.set("projections", JSON.valueToTree(projections));
    body.set("nodes", JSON.valueToTree(nodes));
    send(request("").header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString())));
    return id();
  }

  String resume(UUID replay) throws IOException, InterruptedException {
    send(request("/" + replay).POST(BodyPublishers.noBody()));
    return id();
  }

  /** Waits until it is over. */
  void follow() throws IOException, InterruptedException {
    while (!OVER.contains(text("state"))) {
      Thread.sleep(LOOK_MS);
      send(request("/" + id()).GET());
    }
  }

  /** Stops it; its checkpoint stays. */
  void stop() {
    try {
      send(request("/" + id()).DELETE());
    } catch (IOException | ReplayException e) {
      System.err.println("tart: the replay could not be stopped: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long events() {
    return last.path("events").asLong(0);
  }

  /** In a few words. */
  String state() {
    return String.format(Locale.ROOT, "%s: %,d of %,d records, %,d events, %,d bytes", text("state"),
        last.path("records").asLong(0), last.path("records_total").asLong(0), events(),
        last.path("bytes").asLong(0));
  }

  /** Says how it ended; whether all of it was done. */
  boolean report() {
    if (!text("complete_since").isEmpty()) {
      System.out.println("The log has everything since " + text("complete_since")
          + " only: retention has dropped some of what was before.");
    }
    System.out.println(state());
    last.path("kept").forEach(kept -> System.out.println("It stays as it is: " + kept.asString("") + "."));
    if (last.path("longest_stop_ms").asLong(0) > 0) {
      System.out.println("While rows were exchanged, a partition of the log stood still for at most "
          + last.path("longest_stop_ms").asLong(0) + " ms.");
    }
    if (text("state").equals("failed")) {
      System.err.println("tart: " + text("error"));
    } else if (text("state").equals("cancelled")) {
      System.out.println("It goes on with: tart replay --continue " + id());
    }
    return text("state").equals("done");
  }

  private String id() {
    return text("id");
  }

  private String text(String key) {
    return last.path(key).asString("");
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path)).timeout(PATIENCE);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new ReplayException("no answer from " + root + ": " + e + "; is the query API running there?", e);
    }
    JsonNode json = JSON.readTree(answer.body());
    if (answer.statusCode() >= 300) {
      throw new ReplayException(
          root + " answers " + answer.statusCode() + ": " + json.path("detail").asString(""));
    }
    last = json;
  }

  @Override
  public void close() {
    http.close();
  }
}
