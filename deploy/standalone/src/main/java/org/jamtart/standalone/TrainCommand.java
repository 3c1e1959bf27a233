package org.jamtart.standalone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jamtart.standalone.Standalone.Running;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does for some seconds what TART does all day, in a directory that is gone afterwards. The script {@code tart} runs it
 * with {@code -XX:AOTCacheOutput}: later starts then find their classes loaded and linked, and the compiler knows which
 * methods are worth its time (JEP 483, 514 and 515).
 */
@Command(name = "train", mixinStandardHelpOptions = true, sortOptions = false, description = "Makes the next starts faster: does for some seconds what there is to do, and keeps what the JDK learns by it.")
final class TrainCommand implements Callable<Integer> {

  private static final int NODES = 20;
  private static final JsonMapper JSON = JsonMapper.shared();

  @Option(names = "--seconds", paramLabel = "SECONDS", defaultValue = "12", description = "how long simulated nodes talk and the API is asked [${DEFAULT-VALUE}]")
  private int seconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("tart-train-");
    try (var nowhere = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var standalone = new Standalone(new UpSettings(directory, 0, 0, 0, 0, 0, NODES),
            new Progress(nowhere))) {
      Running running = standalone.start();
      ask("http://localhost:" + running.apiPort());
      return Main.commandLine()
          .execute("flush", "--gateway", "localhost:" + running.gatewayManagementPort(), "--api",
              "localhost:" + running.apiPort());
    } finally {
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  /** Whatever can be asked without knowing a name, over and over. */
  private void ask(String root) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      List<String> paths = paths(JSON.readTree(get(client, root + "/api/docs/openapi.json")));
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      do {
        for (String path : paths) {
          get(client, root + path);
        }
      } while (System.nanoTime() < deadline);
    }
  }

  private static List<String> paths(JsonNode document) {
    return document.path("paths")
        .properties()
        .stream()
        .filter(path -> !path.getKey().contains("{"))
        .filter(path -> path.getValue()
            .path("get")
            .path("responses")
            .path("200")
            .path("content")
            .has("application/json"))
        .map(path -> path.getKey())
        .toList();
  }

  private static String get(HttpClient client, String address) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
