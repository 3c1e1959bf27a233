package org.jamtart.gateway.limit;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jamtart.wire.Bytes32;

/** Who may connect: places in all, by address and by node. Thread-safe. */
public final class Admission {

  private static final Object PLACE = new Object();

  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final Quota<InetAddress, Object> addresses;
  private final Quota<Bytes32, Pace> nodes;

  public Admission(LimitSettings settings) {
    this.most = settings.connections();
    this.addresses = new Quota<>(settings.perAddress(), () -> PLACE);
    this.nodes = new Quota<>(settings.perNode(), () -> new Pace(settings.eventsPerSecond()));
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

  /** The places of each source address. */
  public Quota<InetAddress, Object> addresses() {
    return addresses;
  }

  /** The places of each node, whose connections share its pace. */
  public Quota<Bytes32, Pace> nodes() {
    return nodes;
  }

  /** Connections that hold a place now. */
  public int open() {
    return open.get();
  }
}
