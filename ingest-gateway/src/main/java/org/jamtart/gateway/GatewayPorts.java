package org.jamtart.gateway;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The TCP ports on which nodes connect, once the gateway listens. Thread-safe. */
public final class GatewayPorts {

  private record Bound(int telemetry, @Nullable Integer proxied) {}

  private final CompletableFuture<Bound> bound = new CompletableFuture<>();

  void bound(int telemetry, @Nullable Integer proxied) {
    bound.complete(new Bound(telemetry, proxied));
  }

  void failed(Exception why) {
    bound.completeExceptionally(why);
  }

  /**
   * Has somebody called, on any thread, when it is clear that the gateway never will listen, because its port is taken or
   * its address is not one of this machine.
   */
  public void onFailure(Runnable then) {
    bound.whenComplete((ports, failure) -> {
      if (failure != null) {
        then.run();
      }
    });
  }

  /** Whether the gateway listens, or has. */
  public boolean areBound() {
    return bound.isDone() && !bound.isCompletedExceptionally();
  }

  /**
   * Waits until the gateway listens, which it does when Kafka is there.
   *
   * @return the port for JIP-3
   * @throws TimeoutException      when it does not within the time
   * @throws IllegalStateException when it never will
   */
  public int awaitTelemetry(Duration timeout) throws InterruptedException, TimeoutException {
    try {
      return bound.get(timeout.toNanos(), TimeUnit.NANOSECONDS).telemetry();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the gateway cannot listen: " + e.getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new TimeoutException("the gateway does not listen after " + timeout.toSeconds()
          + " s; it waits for Kafka, see its log");
    }
  }

  /**
   * The port for JIP-3.
   *
   * @throws IllegalStateException when the gateway does not listen yet
   */
  public int telemetry() {
    return now().telemetry();
  }

  /**
   * The port for JIP-3 behind a PROXY protocol v2 header; empty when there is none.
   *
   * @throws IllegalStateException when the gateway does not listen yet
   */
  public OptionalInt proxied() {
    Integer port = now().proxied();
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  private Bound now() {
    if (!areBound()) {
      throw new IllegalStateException("the gateway does not listen yet: it waits for Kafka");
    }
    return bound.join();
  }
}
