package org.jamtart.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jamtart.wire.Events;
import org.jamtart.wire.Frames;
import org.junit.jupiter.api.Test;

class MixTest {

  @Test
  void every_frame_of_the_mix_is_an_event_of_its_node() {
    Mix mix = Mix.of(2, 200, Instant.parse("2026-01-01T00:00:00Z"));

    assertThat(mix.nodes()).hasSize(2).allSatisfy(node -> {
      assertThat(node.frames()).isGreaterThanOrEqualTo(200);
      assertThat(node.start(node.frames())).isEqualTo(node.bytes().length);
      for (int frame = 0; frame < node.frames(); frame++) {
        int at = node.start(frame) + Frames.LENGTH_PREFIX;
        assertThat(Events.validate(node.bytes(), at, node.start(frame + 1) - at, node.protocol()).isEvent())
            .isTrue();
      }
    });
  }
}
