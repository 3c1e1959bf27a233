package org.jamtart.simulator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jamtart.wire.EventType;
import org.jamtart.wire.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoryTest {
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private static StoryConfig minute(int nodes) {
    return StoryConfig.of(nodes, START).withDuration(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 77, -5})
  void a_minute_of_ten_nodes_has_every_type_of_event(long seed) throws Exception {
    var story = Story.of(minute(10).withSeed(seed));
    var counts = new TreeMap<Integer, Long>();
    for (int node = 0; node < 10; node++) {
      new Heard(story.stream(node)).events.forEach(each -> counts.merge(each.type(), 1L, Long::sum));
    }
    assertThat(counts.keySet())
        .containsExactlyElementsOf(EventType.all().stream().map(EventType::id).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 13, 64})
  void every_frame_of_every_node_is_an_event(int nodes) throws Exception {
    var story = Story.of(minute(nodes));
    for (int node = 0; node < nodes; node++) {
      assertThat(new Heard(story.stream(node)).verdicts).isNotEmpty().containsOnly(Verdict.EVENT);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 10, 20, 100, 700})
  void the_rate_is_the_one_asked_for(double rate) throws Exception {
    int nodes = 30;
    var story = Story
        .of(minute(nodes).withRate(rate).withNetwork(Network.FULL).withDuration(Duration.ofSeconds(120)));
    long events = 0;
    for (int node = 0; node < nodes; node++) {
      events += new Heard(story.stream(node)).events.size();
    }
    assertThat(events / 120.0 / nodes).isCloseTo(Math.max(rate, 6), within(rate * 0.1 + 2));
  }

  @Test
  void another_seed_is_another_story_of_other_nodes() throws Exception {
    var one = Story.of(minute(10));
    var other = Story.of(minute(10).withSeed(99));
    for (int node = 0; node < 10; node++) {
      var heard = new Heard(one.stream(node));
      var heardOfOther = new Heard(other.stream(node));
      assertThat(heardOfOther.information.peerId()).isNotEqualTo(heard.information.peerId());
      assertThat(heardOfOther.events).isNotEqualTo(heard.events);
    }
  }

  @Test
  void same_seed_same_bytes() {
    var one = Story.of(minute(10));
    var other = Story.of(minute(10));
    IntStream.range(0, 10).forEach(node -> assertThat(one.stream(node)).isEqualTo(other.stream(node)));
  }
}
