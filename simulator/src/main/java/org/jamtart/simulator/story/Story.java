package org.jamtart.simulator.story;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import org.jamtart.simulator.scene.Chatter;
import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.world.Topic;
import org.jamtart.simulator.world.World;
import org.jamtart.simulator.world.WorldShape;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.JamTime;
import org.jamtart.wire.NodeInformation;

/**
 * The story of a network that does not exist. Immutable; any thread may ask it to tell any node, any number of times,
 * and gets the same bytes.
 */
public final class Story {
  private static final int OFFLINE_BUFFER = 1 << 18;
  private static final Instant REHEARSAL = JamTime.EPOCH.plus(Duration.ofDays(1));

  private final StoryConfig config;
  private final World world;
  private final double roundsPerBeat;

  private Story(StoryConfig config, World world, double roundsPerBeat) {
    this.config = config;
    this.world = world;
    this.roundsPerBeat = roundsPerBeat;
  }

  /** Thinks the story up, and how much chatter it needs to come to its rate. */
  public static Story of(StoryConfig config) {
    // Measured on a story that begins at a fixed moment, so that the chatter does not depend on when this one does.
    var sample = config.withStart(REHEARSAL).withDuration(Duration.ZERO);
    double missing = config.eventsPerSecond() - Traffic.measure(new Story(sample, world(sample), 0));
    double perRoundAndSecond = Chatter.EVENTS_PER_ROUND * 1e6 / Beat.LENGTH;
    return new Story(config, world(config), Math.max(0, missing / perRoundAndSecond));
  }

  /** The story that the same configuration with another start gives; cheaper than thinking it up anew. */
  public Story startingAt(Instant start) {
    var other = config.withStart(start);
    return new Story(other, world(other), roundsPerBeat);
  }

  private static World world(StoryConfig config) {
    var network = config.network();
    return new World(new WorldShape(config.seed(), config.nodes(), config.cores(), network.epochSlots(),
        network.ticketAttempts(), JamTime.fromInstant(config.start()), Traffic.packagesPerSlot(config)));
  }

  public StoryConfig config() {
    return config;
  }

  /** The facts behind the story, for comparison with what was understood of it. */
  public World world() {
    return world;
  }

  /** The peer id of a node, 0 to nodes - 1; it depends on the seed alone. */
  public Bytes32 peerId(int node) {
    return world.peer(node);
  }

  /** What a node says of itself: two of three speak protocol version 1, one of five has the parameters of GP 0.8. */
  public NodeInformation information(int node) {
    boolean eighth = node % 5 == 4;
    int version = node % 3 == 1 ? 0 : 1;
    var information = new NodeInformation(version, config.network().parameters(eighth), world.genesis(),
        world.peer(node), world.address(node), node % 2, "tart-simulator", "0.1." + node % 4,
        eighth ? "0.8.0" : "0.7.2", "node " + node + " of " + config.nodes());
    return withCores(information);
  }

  /** A new telling of a node's story, from its beginning. */
  public NodeStory tell(int node) {
    var agenda = new Agenda();
    var information = information(node);
    var part = new Part(world, node, information.protocolVersion(), agenda);
    var voice = new NodeVoice(information.protocol(), clock(node));
    return new NodeStory(information, world, agenda, Cast.scenes(part, roundsPerBeat), voice,
        config.micros());
  }

  /**
   * The whole stream of a node that is never interrupted: node information, then every event.
   *
   * @throws IllegalStateException if the story has no end
   */
  public byte[] stream(int node) {
    if (config.duration().isZero()) {
      throw new IllegalStateException("the story has no end; give it a duration");
    }
    var story = tell(node);
    var stream = new ByteArrayOutputStream();
    stream.writeBytes(story.openSession());
    var buffer = new byte[Math.max(OFFLINE_BUFFER, story.largestFrame())];
    for (int end = story.tell(Long.MAX_VALUE, buffer, 0, buffer.length); end > 0; end = story.tell(
        Long.MAX_VALUE,
        buffer, 0, buffer.length)) {
      stream.write(buffer, 0, end);
    }
    return stream.toByteArray();
  }

  private long clock(int node) {
    long most = config.maxClockSkew().toNanos() / 1_000;
    return world.shape().start() + world.dice().between(-most, most + 1, Topic.CLOCK, node, 0, 0);
  }

  /** C stands at the same place of the message in every layout: after the version and three 64-bit parameters. */
  private NodeInformation withCores(NodeInformation information) {
    var message = information.encode();
    message[1 + 24] = (byte) config.cores();
    message[1 + 25] = (byte) (config.cores() >>> 8);
    try {
      return NodeInformation.decode(message);
    } catch (DecodeException e) {
      throw new IllegalStateException("node information with " + config.cores() + " cores does not decode",
          e);
    }
  }
}
