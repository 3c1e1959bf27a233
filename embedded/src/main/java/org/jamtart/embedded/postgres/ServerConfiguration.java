package org.jamtart.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.embedded.LoopbackPort;

/**
 * {@code tart.conf} in the data directory, written anew at each start and included at the end of {@code
 * postgresql.conf}. What an operator adds goes to {@code local.conf} beside it, which is read last and
 * never written.
 */
final class ServerConfiguration {

  private static final String INCLUDES = "\n# Written once; tart.conf is written at each start, local.conf is yours.\n"
      + "include = 'tart.conf'\ninclude_if_exists = 'local.conf'\n";

  private ServerConfiguration() {}

  /** Adds the includes to the {@code postgresql.conf} that initdb wrote. */
  static void prepare(Path data) throws IOException {
    Files.writeString(data.resolve("postgresql.conf"), INCLUDES, StandardOpenOption.APPEND);
    Files.writeString(data.resolve("local.conf"), "# Settings of your own; read last.\n");
  }

  static void write(Path data, PostgresSettings settings, int port) throws IOException {
    Map<String, String> all = new TreeMap<>(chosen());
    all.put("port", Integer.toString(port));
    all.putAll(settings.durability().serverSettings());
    all.putAll(settings.overrides());
    StringBuilder text = new StringBuilder(
        "# Written at each start: changes here are lost. Use local.conf.\n");
    all.forEach(
        (name, value) -> text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    Files.writeString(data.resolve("tart.conf"), text);
  }

  private static Map<String, String> chosen() {
    return Map.ofEntries( //
        Map.entry("listen_addresses", LoopbackPort.HOST), //
        Map.entry("unix_socket_directories", ""), // its path may be too long for one, and /tmp is everybody's
        Map.entry("max_connections", "200"), //
        Map.entry("shared_buffers", "256MB"), //
        Map.entry("max_wal_size", "2GB"), //
        Map.entry("wal_compression", "on"), // pglz: the binaries know no lz4
        Map.entry("max_locks_per_transaction", "256"), // one for each partition that a statement touches
        Map.entry("random_page_cost", "1.1"), //
        Map.entry("jit", "off"), // compiling costs more than it saves on short queries
        Map.entry("timezone", "UTC"), //
        Map.entry("log_timezone", "UTC"), //
        Map.entry("lc_messages", "C"), //
        Map.entry("log_checkpoints", "off"), //
        Map.entry("log_line_prefix", "%m [%p] %d "));
  }
}
