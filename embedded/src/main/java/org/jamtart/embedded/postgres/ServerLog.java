package org.jamtart.embedded.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The server's own log, {@code server.log}. Each start begins a new one and keeps the one before as {@code
 * server.log.1}.
 */
final class ServerLog {

  private static final int TAIL_LINES = 20;

  private final Path path;

  ServerLog(Path directory) {
    this.path = directory.resolve("server.log");
  }

  Path path() {
    return path;
  }

  void rotate() throws IOException {
    if (Files.exists(path)) {
      Files.move(path, path.resolveSibling("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The last lines, for an error message. */
  String tail() {
    try {
      // A log in a broken encoding must still be shown.
      List<String> lines = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(" + path + " cannot be read: " + e.getMessage() + ")";
    }
  }
}
