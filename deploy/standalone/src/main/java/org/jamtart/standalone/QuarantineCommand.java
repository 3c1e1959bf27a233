package org.jamtart.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What did not decode. */
@Command(name = "quarantine", mixinStandardHelpOptions = true, description = "What did not decode.", synopsisSubcommandLabel = "COMMAND", subcommands = QuarantineCommand.Retry.class)
final class QuarantineCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /** After a fix, what is in quarantine may be events. */
  @Command(name = "retry", mixinStandardHelpOptions = true, sortOptions = false, description = "Decodes again what is in quarantine, for after a fix: what decodes becomes events and leaves it. Waits until that is done.")
  static final class Retry implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(names = "--node", paramLabel = "ID", defaultValue = "", description = "of one node only, 64 hex digits")
    private String node = "";

    @Option(names = "--type", paramLabel = "TYPES", defaultValue = "", description = "of these types only: numbers, names, groups, comma between them")
    private String type = "";

    @Option(names = "--reason", paramLabel = "REASON", defaultValue = "", description = "refused for this reason only, such as trailing_bytes")
    private String reason = "";

    @Option(names = "--api", paramLabel = "HOST:PORT", defaultValue = "${env:TART_API:-localhost:${env:TART_API_PORT:-8080}}", description = "address of the query API [TART_API, localhost:8080]")
    private String api = "";

    @Option(names = "--token", paramLabel = "TOKEN", defaultValue = "${env:TART_API_TOKEN:-}", description = "the token of tart.api.token, where one is configured [TART_API_TOKEN]")
    private String token = "";

    @Override
    public Integer call() throws InterruptedException {
      try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
        JsonNode retry = send(client,
            request("/api/quarantine/retry" + query()).POST(BodyPublishers.noBody()));
        while (!retry.path("state").asString("").equals("done")) {
          Thread.sleep(LOOK_MILLIS);
          retry = send(client, request("/api/quarantine/retry/" + retry.path("id").asString("")).GET());
        }
        System.out.println("decoded " + retry.path("decoded").asString("") + ", still undecodable "
            + retry.path("remaining").asString("") + ", only counted "
            + retry.path("beyond_quota").asString(""));
        if (retry.path("beyond_quota").asLong(0) > 0) {
          System.out.println("Of those only counted the log has the bytes, as far as it reaches back: "
              + "tart replay --from TIME --projection all goes through them with this decoder.");
        }
        return 0;
      } catch (IOException e) {
        System.err.println("tart: " + e.getMessage());
        return 1;
      }
    }

    private String query() {
      return Stream.of(parameter("node", node), parameter("type", type), parameter("reason", reason))
          .filter(parameter -> !parameter.isEmpty())
          .collect(Collectors.joining("&", "?", ""));
    }

    private static String parameter(String name, String value) {
      return value.isEmpty() ? "" : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
      var request = HttpRequest.newBuilder(URI.create("http://" + api + path)).timeout(PATIENCE);
      return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpClient client, HttpRequest.Builder request)
        throws IOException, InterruptedException {
      HttpResponse<String> answer;
      try {
        answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        throw new IOException(
            "no answer from the API at " + api + ": " + e + "; is it running, and is this its address?",
            e);
      }
      if (answer.statusCode() >= 300) {
        throw new IOException(
            "the API at " + api + " answers " + answer.statusCode() + ": " + answer.body().strip());
      }
      return JSON.readTree(answer.body());
    }
  }
}
