package org.jamtart.gateway.limit;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Who may connect: places in all, by source and by node, and how often. Thread-safe. */
public final class Admission {

  private static final Object PLACE = new Object();

  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final ConnectRate connects;
  private final Quota<InetAddress, Object> sources;
  private final Quota<Speaker, Paces> speakers;

  /**
   * @param nanos a clock that only goes forward
   */
  public Admission(LimitSettings settings, LongSupplier nanos) {
    this.most = settings.connections();
    this.connects = new ConnectRate(settings.connectsPerSecond(), settings.perAddress(), nanos);
    this.sources = new Quota<>(settings.perAddress(), () -> PLACE);
    this.speakers = new Quota<>(settings.perNode(), () -> new Paces(new Pace(settings.eventsPerSecond()),
        new Pace(settings.bytesPerSecond().toBytes())));
  }

  /** Books a connect from a source; false when it is one too many for now. */
  public boolean admits(InetAddress address) {
    return connects.admits(Source.of(address));
  }

  /** Whether {@link #enter} would find no place now. */
  public boolean isFull() {
    return open.get() >= most;
  }

  /** Whether {@link #enterFrom} would find no place now. */
  public boolean isFull(InetAddress address) {
    return sources.isFull(Source.of(address));
  }

  /** Takes one of the places in all; false when there is none. */
  public boolean enter() {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Gives back what {@link #enter} took. */
  public void leave() {
    open.decrementAndGet();
  }

  /** Takes one of the places of a source; false when there is none. */
  public boolean enterFrom(InetAddress address) {
    return sources.take(Source.of(address)) != null;
  }

  /** Gives back what {@link #enterFrom} took. */
  public void leaveTo(InetAddress address) {
    sources.give(Source.of(address));
  }

  /** Sources that hold a place. */
  public int sources() {
    return sources.keys();
  }

  /** The places of each node, whose connections from one source share its paces. */
  public Quota<Speaker, Paces> speakers() {
    return speakers;
  }

  /** Connections that hold a place now. */
  public int open() {
    return open.get();
  }
}
