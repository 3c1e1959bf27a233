package org.jamtart.query.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.jamtart.query.problem.Problem;
import org.springframework.http.HttpStatus;

/** Counts the clients of live streams, and bounds them. Thread-safe. */
final class Clients {

  private final int most;
  private final AtomicInteger all = new AtomicInteger();
  private final Counter events;
  private final Counter missed;

  Clients(LiveSettings settings, MeterRegistry metrics, Tail tail, Readers readers) {
    this.most = settings.clients();
    Gauge.builder("tart.live.clients", all, AtomicInteger::get)
        .description("Clients of live streams")
        .register(metrics);
    Gauge.builder("telemetry_broadcaster_subscribers", all, AtomicInteger::get)
        .description("Clients of live streams, under the name that existing dashboards ask for")
        .register(metrics);
    Gauge.builder("tart.live.catch.ups", readers, r -> settings.catchUps() - r.free())
        .description("Clients that read older events from the log")
        .register(metrics);
    Gauge.builder("tart.live.memory.bytes", tail, t -> t.figure(Ring::bytes))
        .description("Memory of the newest events")
        .register(metrics);
    Gauge.builder("tart.live.following", tail, t -> t.now() == null ? 0 : 1)
        .description("1 while the end of the log is known")
        .register(metrics);
    this.events = Counter.builder("tart.live.events")
        .description("Events handed to clients, each as often as there are clients that wanted it")
        .register(metrics);
    this.missed = Counter.builder("tart.live.missed")
        .description("Events that clients were too slow for, and were told so")
        .register(metrics);
  }

  /** One more; refused when there are as many as may be. */
  void enter() {
    if (all.incrementAndGet() > most) {
      all.decrementAndGet();
      throw Problem.of("too-many-clients", "Too many clients", HttpStatus.SERVICE_UNAVAILABLE,
          "there are " + most + " clients of live streams, as many as may be (tart.query.live.clients)")
          .asException();
    }
  }

  /** One less. */
  void exit() {
    all.decrementAndGet();
  }

  /** How many there are. */
  int count() {
    return all.get();
  }

  void sent(int count) {
    events.increment(count);
  }

  /** Events that clients have missed since the start. */
  long missedInAll() {
    return (long) missed.count();
  }

  void missed(long count) {
    missed.increment(count);
  }
}
