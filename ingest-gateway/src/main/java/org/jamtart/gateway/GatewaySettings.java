package org.jamtart.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jamtart.gateway.limit.LimitSettings;
import org.jamtart.gateway.publish.UnacknowledgedSettings;
import org.jamtart.gateway.session.SessionSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The gateway's configuration: the keys {@code tart.gateway.*}.
 *
 * @param name              its name, the same over restarts, by which a later start ends what an earlier one left open;
 *                          default the host's name
 * @param address           on which nodes connect; default {@code 0.0.0.0}, every IPv4 address
 * @param port              TCP port on which nodes connect; 0 for any free one, default 9000
 * @param proxyPort         TCP port on which each connection must begin with a PROXY protocol v2 header; 0 for any free
 *                          one; null (default) for none
 * @param threads           event loops; 0 (default) for as many as there are processors, 8 at the most
 * @param processorShare    part of the machine's processor time that reading may take, beyond which nodes wait; 0.01 to 1 (default)
 * @param receiveBuffer     bytes that the kernel is asked to hold for a connection; 4 KiB to 16 MiB, default 256 KiB
 * @param drainTimeout      how long stopping may take in all; 100 ms to 10 min, default 10 s
 * @param acknowledgeWithin how long a record may wait for the log before the gateway is no longer ready; 1 s to 1 h,
 *                          default 15 s
 * @param limits            how many connections, how fast
 * @param session           what a connection may do
 * @param unacknowledged    bounds on what the log does not have yet
 */
@ConfigurationProperties("tart.gateway")
public record GatewaySettings(@DefaultValue("") String name, @DefaultValue("0.0.0.0") String address,
    @DefaultValue("9000") int port, @Nullable Integer proxyPort, @DefaultValue("0") int threads,
    @DefaultValue("1") double processorShare,
    @DefaultValue("256KB") DataSize receiveBuffer, @DefaultValue("10s") Duration drainTimeout,
    @DefaultValue("15s") Duration acknowledgeWithin, @DefaultValue LimitSettings limits,
    @DefaultValue SessionSettings session, @DefaultValue UnacknowledgedSettings unacknowledged) {

  /**
   * What reading may take of a machine that also stores what is read. An event costs a microsecond to read, as much again to those
   * who send it and keep the log, and 15 to 50 to store: without a bound a flood would leave storing next to nothing.
   */
  public static final double SHARE_BESIDE_A_PERSISTER = 0.05;

  private static final int MOST_THREADS = 256;
  private static final int MOST_THREADS_BY_DEFAULT = 8;

  public GatewaySettings {
    name = name.isBlank() ? hostName() : name.strip();
    require("address", address, "an IP address or a host name", !address.isBlank());
    require("port", port, "from 0 to 65535", isPort(port));
    require("proxy-port", proxyPort, "from 0 to 65535, or left out", proxyPort == null || isPort(proxyPort));
    require("threads", threads, "from 0 to " + MOST_THREADS, threads >= 0 && threads <= MOST_THREADS);
    threads = threads > 0
        ? threads
        : Math.min(MOST_THREADS_BY_DEFAULT, Runtime.getRuntime().availableProcessors());
    require("processor-share", processorShare, "from 0.01 to 1",
        processorShare >= 0.01 && processorShare <= 1);
    require("receive-buffer", receiveBuffer, "from 4KB to 16MB",
        receiveBuffer.toKilobytes() >= 4 && receiveBuffer.compareTo(DataSize.ofMegabytes(16)) <= 0);
    require("drain-timeout", drainTimeout, "from 100ms to 10m",
        drainTimeout.compareTo(Duration.ofMillis(100)) >= 0
            && drainTimeout.compareTo(Duration.ofMinutes(10)) <= 0);
    require("acknowledge-within", acknowledgeWithin, "from 1s to 1h",
        acknowledgeWithin.compareTo(Duration.ofSeconds(1)) >= 0
            && acknowledgeWithin.compareTo(Duration.ofHours(1)) <= 0);
    // An unfinished frame counts: with less than that a connection could wait for itself.
    require("unacknowledged.per-connection", unacknowledged.perConnection(),
        "at least twice tart.gateway.session.frame, " + session.frame(),
        unacknowledged.perConnection().toBytes() >= 2 * session.frame().toBytes());
  }

  /** Part of its time that each event loop may work; 1 and more: as much as it can. */
  double shareOfLoop() {
    return processorShare == 1 ? 1 : processorShare * Runtime.getRuntime().availableProcessors() / threads;
  }

  private static boolean isPort(int port) {
    return port >= 0 && port <= 0xffff;
  }

  private static void require(String key, @Nullable Object value, String allowed, boolean is) {
    if (!is) {
      throw new IllegalArgumentException(
          "tart.gateway." + key + " is '" + value + "': it must be " + allowed);
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "gateway";
    }
  }
}
