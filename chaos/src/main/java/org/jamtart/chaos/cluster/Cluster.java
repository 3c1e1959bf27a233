package org.jamtart.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jamtart.embedded.LoopbackPort;
import org.jamtart.embedded.postgres.EmbeddedPostgres;
import org.jamtart.testsupport.net.TcpRelay;

/**
 * All of TART on this machine: a broker, a PostgreSQL, two gateways, two persisters and a query API, each a process of its own, and
 * wires that can fail between nodes and gateways and between persisters and PostgreSQL. Ports stay the same over restarts. Safe
 * for use by several threads.
 */
public final class Cluster implements AutoCloseable {

  /** How many gateways there are. */
  public static final int GATEWAYS = 2;
  /** How many persisters run all the time; one more comes and goes. */
  public static final int PERSISTERS = 2;

  private static final Duration READY = Duration.ofMinutes(5);

  private final Home home;
  private final Path directory;
  private final List<String> jvm;
  private final Program broker;
  private final int brokerPort = LoopbackPort.choose("Kafka", 0);
  private final Database database;
  private final TcpRelay databaseWire;
  private final Optional<SmallDisk> smallDisk;
  private final List<Program> gateways = new ArrayList<>();
  private final List<Integer> gatewayPorts = new ArrayList<>();
  private final List<Integer> managementPorts = new ArrayList<>();
  private final List<TcpRelay> nodeWires = new ArrayList<>();
  private final List<Program> persisters = new ArrayList<>();
  private final Program api;
  private final int apiPort = LoopbackPort.choose("the API", 0);
  private final Map<String, JumpingClock> clocks = new HashMap<>();

  /**
   * @param directory where everything that it writes goes
   * @param jvm options of the services' JVMs
   */
  private Cluster(Home home, Path directory, List<String> jvm, boolean small) {
    this.home = home;
    this.directory = directory;
    this.jvm = jvm;
    this.broker = new Program("broker",
        List.of(java(), "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
            System.getProperty("java.class.path"),
            "-Dlogback.configurationFile=logback-chaos.xml", BrokerMain.class.getName(),
            directory.resolve("kafka").toString(), Integer.toString(brokerPort)),
        Map.of(), directory,
        () -> listens(brokerPort));
    this.database = new Database(directory.resolve("postgres"),
        Path.of(System.getProperty("java.io.tmpdir"),
            "tart-chaos-postgres-" + System.getProperty("user.name")));
    this.databaseWire = TcpRelay.to(database.port());
    this.smallDisk = small ? SmallDisk.mount(directory.resolve("disk"), "3g") : Optional.empty();
    for (int i = 1; i <= GATEWAYS; i++) {
      gateways.add(gateway("gateway-" + i));
    }
    for (int i = 1; i <= PERSISTERS + 1; i++) {
      persisters.add(persister("persister-" + i));
    }
    this.api = service("query-api", "query-api", Map.of("TART_API_PORT", Integer.toString(apiPort),
        "TART_DATABASE_URL", database.jdbcUrl(database.port())), apiPort);
  }

  /**
   * Starts everything and returns when all of it is ready.
   *
   * @param smallDisk whether the tables are to be on a disk that can be filled, if one can be mounted
   */
  public static Cluster start(Home home, Path directory, List<String> jvm, boolean smallDisk) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var cluster = new Cluster(home, directory.toAbsolutePath(), List.copyOf(jvm), smallDisk);
    try {
      cluster.start();
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void start() {
    broker.start();
    database.start();
    smallDisk.ifPresent(disk -> database.execute("create tablespace small location '" + disk.tables() + "'",
        "alter database " + EmbeddedPostgres.DATABASE + " set default_tablespace = 'small'"));
    broker.awaitReady(READY);
    gateways.forEach(Program::start);
    persisters.subList(0, PERSISTERS).forEach(Program::start);
    api.start();
    awaitReady();
  }

  private Program gateway(String name) {
    int port = LoopbackPort.choose(name, 0);
    int management = LoopbackPort.choose(name, 0);
    gatewayPorts.add(port);
    managementPorts.add(management);
    nodeWires.add(TcpRelay.to(port));
    return service(name, "ingest-gateway", Map.of("TART_GATEWAY_NAME", name, "TART_GATEWAY_ADDRESS",
        LoopbackPort.HOST, "TART_GATEWAY_PORT", Integer.toString(port), "TART_GATEWAY_MANAGEMENT_PORT",
        Integer.toString(management)), management);
  }

  private Program persister(String name) {
    int port = LoopbackPort.choose(name, 0);
    return service(name, "persister",
        Map.of("TART_PERSISTER_PORT", Integer.toString(port), "TART_DATABASE_URL",
            database.jdbcUrl(databaseWire.port())),
        port);
  }

  private Program service(String name, String module, Map<String, String> own, int httpPort) {
    Map<String, String> environment = new HashMap<>(own);
    environment.put("TART_LOG_BOOTSTRAP_SERVERS", bootstrapServers());
    environment.put("TART_DATABASE_USER", EmbeddedPostgres.USER);
    environment.put("TART_DATABASE_PASSWORD", EmbeddedPostgres.PASSWORD);
    String address = "http://%s:%d/readyz".formatted(LoopbackPort.HOST, httpPort);
    return new Program(name, command(List.of("-jar", home.jar(module).toString())), environment, directory,
        () -> Http.ask("GET", address, Duration.ofSeconds(5)).status() == 200);
  }

  private List<String> command(List<String> what) {
    return Stream.of(List.of(java(), "-Xmx512m", "-XX:+ExitOnOutOfMemoryError"), jvm, what)
        .flatMap(List::stream)
        .toList();
  }

  /** Starts a running service anew with a clock that can be set, if that has not been done. */
  public JumpingClock clock(Program program, String module) {
    return clocks.computeIfAbsent(program.name(), name -> {
      var clock = JumpingClock.in(directory.resolve("clock-" + name));
      program.command(command(clock.launch(home.jar(module))));
      program.terminate();
      program.start();
      return clock;
    });
  }

  /** Waits until every program that is to run all the time is ready. */
  public void awaitReady() {
    Stream.of(gateways, persisters.subList(0, PERSISTERS), List.of(api))
        .flatMap(List::stream)
        .forEach(program -> program.awaitReady(READY));
  }

  /**
   * Waits until everything that was in the gateways' sockets is in the tables.
   *
   * @throws AssertionError if somebody says that it is not
   */
  public void flush() {
    List<String> addresses = Stream
        .concat(managementPorts.stream().map(port -> "http://%s:%d/flush".formatted(LoopbackPort.HOST, port)),
            Stream.of(apiBase() + "/api/flush"))
        .toList();
    for (String address : addresses) {
      Http.Answer answer = Http.ask("POST", address + "?timeout=60s", Duration.ofSeconds(70));
      if (answer.status() != 200) {
        throw new AssertionError(address + " answered " + answer.status() + ": " + answer.body());
      }
    }
  }

  /** A gateway, from 0. */
  public Program gateway(int number) {
    return gateways.get(number);
  }

  /** A persister, from 0; the last one of {@link #PERSISTERS} + 1 is not running. */
  public Program persister(int number) {
    return persisters.get(number);
  }

  public Program api() {
    return api;
  }

  public Program broker() {
    return broker;
  }

  public Database database() {
    return database;
  }

  /** The wire between the persisters and PostgreSQL. */
  public TcpRelay databaseWire() {
    return databaseWire;
  }

  /** The wire between nodes and a gateway, from 0, for those that use it. */
  public TcpRelay nodeWire(int gateway) {
    return nodeWires.get(gateway);
  }

  /** Where nodes reach a gateway, from 0, directly. */
  public int telemetryPort(int gateway) {
    return gatewayPorts.get(gateway);
  }

  /** Where the tables lie; empty if it could not be made. */
  public Optional<SmallDisk> smallDisk() {
    return smallDisk;
  }

  /** {@code http://host:port} of the query API. */
  public String apiBase() {
    return "http://%s:%d".formatted(LoopbackPort.HOST, apiPort);
  }

  public String bootstrapServers() {
    return LoopbackPort.HOST + ":" + brokerPort;
  }

  /** Every program, the one that is seldom there included. */
  public List<Program> programs() {
    return Stream.of(List.of(broker), gateways, persisters, List.of(api)).flatMap(List::stream).toList();
  }

  @Override
  public void close() {
    IntStream.range(0, GATEWAYS).forEach(i -> gateways.get(i).close());
    persisters.forEach(Program::close);
    api.close();
    nodeWires.forEach(TcpRelay::close);
    databaseWire.close();
    database.close();
    broker.close();
    smallDisk.ifPresent(SmallDisk::close);
  }

  private static String java() {
    return ProcessHandle.current().info().command().orElseThrow();
  }

  private static boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(LoopbackPort.HOST, port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
