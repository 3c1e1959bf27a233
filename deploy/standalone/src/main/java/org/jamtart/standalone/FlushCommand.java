package org.jamtart.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** After it, everything that was in the gateways' sockets is readable. */
@Command(name = "flush", mixinStandardHelpOptions = true, sortOptions = false, description = "Waits until everything that nodes have sent so far is readable: asks the gateways, then the API.")
final class FlushCommand implements Callable<Integer> {

  @Option(names = "--gateway", paramLabel = "HOST:PORT", split = ",", defaultValue = "${env:TART_GATEWAYS:-localhost:${env:TART_GATEWAY_MANAGEMENT_PORT:-9001}}", description = "management addresses of all gateways, comma between them [TART_GATEWAYS, localhost:9001]")
  private List<String> gateways = List.of();

  @Option(names = "--api", paramLabel = "HOST:PORT", defaultValue = "${env:TART_API:-localhost:${env:TART_API_PORT:-8080}}", description = "address of the query API [TART_API, localhost:8080]")
  private String api = "";

  @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "5", description = "how long each of them may take [${DEFAULT-VALUE}]")
  private int timeoutSeconds;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(timeoutSeconds)).build()) {
      for (String gateway : gateways) {
        if (!flush(client, "gateway", "http://" + gateway + "/flush")) {
          return 1;
        }
      }
      return flush(client, "api", "http://" + api + "/api/flush") ? 0 : 1;
    }
  }

  private boolean flush(HttpClient client, String who, String address) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address + "?timeout=" + timeoutSeconds + "s"))
        .timeout(Duration.ofSeconds(timeoutSeconds + 5L))
        .POST(HttpRequest.BodyPublishers.noBody())
        .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      boolean done = answer.statusCode() == 200;
      (done ? System.out : System.err).println(who + " " + address + " " + answer.statusCode() + " "
          + answer.body().strip());
      return done;
    } catch (IOException e) {
      System.err.println("tart: no answer from the " + who + " at " + address + ": " + e
          + "; is it running, and is this its address?");
      return false;
    }
  }
}
