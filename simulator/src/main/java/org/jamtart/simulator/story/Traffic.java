package org.jamtart.simulator.story;

import org.jamtart.simulator.world.World;

/** How much goes on: how many packages fit the wanted rate, and how many events the story has without chatter. */
final class Traffic {
  private static final double SHARE_OF_PACKAGES = 0.4;
  /** Events that a package makes on every node (its guarantee), and on its guarantors, assurers and auditors in all. */
  private static final double PER_PACKAGE_AND_NODE = 5;
  private static final double PER_PACKAGE = 180;
  private static final double FEWEST_PACKAGES = 0.25;
  private static final double SLOT_SECONDS = World.SLOT / 1e6;

  private static final int SAMPLED_NODES = 48;
  private static final int FIRST_SLOT = 4;
  private static final int SAMPLED_SLOTS = 8;

  private Traffic() {}

  /** Packages per slot that make up about two fifths of the events, within what the cores and nodes can do. */
  static double packagesPerSlot(StoryConfig config) {
    double events = SHARE_OF_PACKAGES * config.eventsPerSecond() * SLOT_SECONDS;
    double wanted = events / (PER_PACKAGE_AND_NODE + PER_PACKAGE / config.nodes());
    double most = Math.max(1, Math.min(config.cores(), config.nodes() / 3));
    return Math.clamp(wanted, FEWEST_PACKAGES, most);
  }

  /** Events per second and node of a story, found by letting some slots of it pass on nodes spread over the network. */
  static double measure(Story story) {
    var world = story.world();
    int nodes = story.config().nodes();
    int sample = Math.min(nodes, SAMPLED_NODES);
    long events = 0;
    for (int i = 0; i < sample; i++) {
      var telling = story.tell((int) ((long) i * nodes / sample));
      telling.rehearse(world.slotStart(FIRST_SLOT));
      events += telling.rehearse(world.slotStart(FIRST_SLOT + SAMPLED_SLOTS));
    }
    return events / (SLOT_SECONDS * SAMPLED_SLOTS * sample);
  }
}
