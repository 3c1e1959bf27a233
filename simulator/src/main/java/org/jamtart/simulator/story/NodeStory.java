package org.jamtart.simulator.story;

import java.util.List;
import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.script.Utterance;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.Frames;
import org.jamtart.wire.NodeInformation;
import org.jspecify.annotations.Nullable;

/**
 * One telling of one node's story, in order and at whatever speed the listener takes it: events are thought up only
 * when they are asked for, so a listener that waits costs nothing. For one thread at a time.
 */
public final class NodeStory {
  private static final int LARGEST_BUT_CORES = 8_192;

  private final NodeInformation information;
  private final World world;
  private final Agenda agenda;
  private final List<Scene> scenes;
  private final NodeVoice voice;
  private final long end;
  private Beat next;

  NodeStory(NodeInformation information, World world, Agenda agenda, List<Scene> scenes, NodeVoice voice,
      long end) {
    this.information = information;
    this.world = world;
    this.agenda = agenda;
    this.scenes = scenes;
    this.voice = voice;
    this.end = end;
    this.next = Beat.of(world, Math.ceilDiv(-world.slotStart(0), Beat.LENGTH));
  }

  /** Who the node is. */
  public NodeInformation information() {
    return information;
  }

  /** How much room {@link #tell} needs for one more event, in bytes. */
  public int largestFrame() {
    return LARGEST_BUT_CORES + information.parameters().coreCount();
  }

  /** The first frame of a connection: node information. Event IDs begin at 0 after it. */
  public byte[] openSession() {
    voice.newSession();
    var content = information.encode();
    var frame = new byte[Frames.LENGTH_PREFIX + content.length];
    Frames.writeLength(content.length, frame, 0);
    System.arraycopy(content, 0, frame, Frames.LENGTH_PREFIX, content.length);
    return frame;
  }

  /** Whether everything has been told. Never true of a story without end. */
  public boolean isOver() {
    return nextTime() >= end;
  }

  /** Story time before which nothing more is to be said, in microseconds. */
  public long nextTime() {
    return Math.min(agenda.nextTime(), next.start());
  }

  /**
   * Writes what the node says before a story time, as frames, for as long as there is room for the largest.
   *
   * @return the end of what was written; the offset if nothing was
   */
  public int tell(long until, byte[] into, int offset, int limit) {
    int position = offset;
    while (limit - position >= largestFrame()) {
      var utterance = take(until);
      if (utterance == null) {
        break;
      }
      position = voice.speak(utterance, into, position);
    }
    return position;
  }

  /**
   * Leaves out what the node would say before a story time and writes the {@code Dropped} that stands for it; nothing if
   * that is nothing. Needs room for one frame.
   *
   * @return the end of what was written; the offset if nothing was
   */
  public int drop(long until, byte[] into, int offset) {
    long count = 0;
    long first = 0;
    long last = 0;
    for (var utterance = take(until); utterance != null; utterance = take(until)) {
      first = count == 0 ? utterance.time() : first;
      last = utterance.time();
      count++;
    }
    return count == 0 ? offset : voice.speakDropped(first, last, count, into, offset);
  }

  /** Lets the story pass up to a story time as if it had been told; returns how many events it would have been. */
  long rehearse(long until) {
    long count = 0;
    for (var utterance = take(until); utterance != null; utterance = take(until)) {
      voice.pretend(utterance);
      count++;
    }
    return count;
  }

  private @Nullable Utterance take(long until) {
    long before = Math.min(until, end);
    while (true) {
      while (next.start() < before && next.start() <= agenda.nextTime()) {
        planNextBeat();
      }
      var utterance = agenda.peek();
      if (utterance == null || utterance.time() >= before) {
        return null;
      }
      agenda.remove();
      if (voice.canSpeak(utterance)) {
        return utterance;
      }
    }
  }

  private void planNextBeat() {
    for (var scene : scenes) {
      scene.plan(next);
    }
    next = Beat.of(world, next.number() + 1);
  }
}
