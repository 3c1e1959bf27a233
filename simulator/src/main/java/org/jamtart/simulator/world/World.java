package org.jamtart.simulator.world;

import java.util.ArrayList;
import java.util.List;
import org.jamtart.wire.ByteString;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.PeerAddress;

/**
 * The network that does not exist: its peers, its clock and its other facts. Immutable; safe for use by many
 * threads.
 *
 * <p>
 * Slots are counted from 0, which is the first whole slot of the story; {@link #slotNumber} gives the number on
 * the wire. Nodes are counted from 0; the first {@link #nodes} report telemetry. A network of fewer than four
 * nodes has silent peers beside them, so that there is always somebody to talk to.
 */
public final class World {
  /** Length of a slot, in microseconds. */
  public static final long SLOT = 6_000_000;

  private static final int SMALLEST_POPULATION = 4;

  private final WorldShape shape;
  private final Dice dice;
  private final List<Bytes32> peers;
  private final List<PeerAddress> addresses;
  private final Chain chain;
  private final Gossip gossip;
  private final WorkPackages workPackages;
  private final PackageErrands errands;

  public World(WorldShape shape) {
    this.shape = shape;
    this.dice = new Dice(shape.seed());
    int population = Math.max(shape.nodes(), SMALLEST_POPULATION);
    var ids = new ArrayList<Bytes32>(population);
    var places = new ArrayList<PeerAddress>(population);
    for (int peer = 0; peer < population; peer++) {
      ids.add(dice.bytes(Topic.PEER, peer, 0));
      places.add(addressOf(peer));
    }
    this.peers = List.copyOf(ids);
    this.addresses = List.copyOf(places);
    this.chain = new Chain(this);
    this.gossip = new Gossip(this);
    this.workPackages = new WorkPackages(this);
    this.errands = new PackageErrands(this);
  }

  public WorldShape shape() {
    return shape;
  }

  public Dice dice() {
    return dice;
  }

  public Chain chain() {
    return chain;
  }

  public Gossip gossip() {
    return gossip;
  }

  public WorkPackages workPackages() {
    return workPackages;
  }

  public PackageErrands errands() {
    return errands;
  }

  /** How many nodes report. */
  public int nodes() {
    return shape.nodes();
  }

  /** How many peers there are: the nodes that report and, in very small networks, silent ones. */
  public int population() {
    return peers.size();
  }

  /** The peer so many places further round the ring of peers; the distance may be negative. */
  public int neighbour(int peer, int distance) {
    return Math.floorMod(peer + distance, population());
  }

  public Bytes32 peer(int index) {
    return peers.get(index);
  }

  public PeerAddress address(int index) {
    return addresses.get(index);
  }

  public Bytes32 genesis() {
    return dice.bytes(Topic.GENESIS, 0, 0);
  }

  /** Microseconds from the start of the story to the start of the slot. */
  public long slotStart(long index) {
    return Math.floorMod(-shape.start(), SLOT) + index * SLOT;
  }

  /** The slot in which a story time lies; negative before the first whole one. */
  public long slotAt(long time) {
    return Math.floorDiv(time - slotStart(0), SLOT);
  }

  /** The slot's number on the wire. */
  public long slotNumber(long index) {
    return (shape.start() + slotStart(index)) / SLOT;
  }

  /** Microseconds that a message needs from one peer to another; the same for the same occasion. */
  public long travel(int from, int to, long occasion) {
    return dice.between(4_000, 40_000, Topic.TRAVEL, from, to, occasion);
  }

  private static PeerAddress addressOf(int peer) {
    var ipv6 = new byte[16];
    ipv6[10] = (byte) 0xff;
    ipv6[11] = (byte) 0xff;
    ipv6[12] = 10;
    ipv6[13] = (byte) (peer >>> 16);
    ipv6[14] = (byte) (peer >>> 8);
    ipv6[15] = (byte) peer;
    return new PeerAddress(ByteString.of(ipv6), 40_000);
  }
}
