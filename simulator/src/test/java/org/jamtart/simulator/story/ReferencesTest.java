package org.jamtart.simulator.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.stream.IntStream;
import org.jamtart.wire.Event;
import org.jamtart.wire.MetaEvent.Dropped;
import org.jamtart.wire.Ref;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event refers to, checked against what the same stream said under that ID. */
class ReferencesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 10, 37})
  void point_at_earlier_events_of_a_kind_that_the_specification_allows(int nodes) throws Exception {
    var story = Story.of(StoryConfig.of(nodes, StoryTest.START).withDuration(Duration.ofSeconds(75)));
    long checked = 0;
    for (int node = 0; node < nodes; node++) {
      checked += check(new Heard(story.stream(node)));
    }
    assertThat(checked).isGreaterThan(500L * nodes);
  }

  @Test
  void are_right_after_an_interruption_at_any_moment() throws Exception {
    var story = Story
        .of(StoryConfig.of(10, StoryTest.START).withRate(60).withDuration(Duration.ofSeconds(40)));
    var telling = story.tell(3);
    for (int second = 1; second <= 40; second++) {
      var stream = new byte[1 << 20];
      var opening = telling.openSession();
      System.arraycopy(opening, 0, stream, 0, opening.length);
      int end = telling.tell(second * 1_000_000L, stream, opening.length, stream.length);
      check(new Heard(Arrays.copyOf(stream, end)));
    }
    assertThat(telling.isOver()).isTrue();
  }

  @Test
  void are_right_after_drops() throws Exception {
    var story = Story
        .of(StoryConfig.of(10, StoryTest.START).withRate(60).withDuration(Duration.ofSeconds(40)));
    var telling = story.tell(6);
    var stream = new byte[1 << 20];
    var opening = telling.openSession();
    System.arraycopy(opening, 0, stream, 0, opening.length);
    int end = opening.length;
    for (int second = 1; second <= 40; second++) {
      long until = second * 1_000_000L;
      end = second % 3 == 0
          ? telling.drop(until, stream, end)
          : telling.tell(until, stream, end, stream.length);
    }
    var heard = new Heard(Arrays.copyOf(stream, end));
    check(heard);
    assertThat(heard.events.stream().filter(each -> each.event() instanceof Dropped))
        .hasSizeGreaterThanOrEqualTo(12);
  }

  private static long check(Heard heard) throws ReflectiveOperationException {
    var kinds = new HashMap<Long, Integer>();
    long checked = 0;
    for (var numbered : heard.events) {
      for (var component : numbered.event().getClass().getRecordComponents()) {
        var ref = component.getAnnotatedType().getAnnotation(Ref.class);
        if (ref != null && ref.value().length > 0) {
          long target = value(component, numbered.event());
          assertThat(kinds).as("%s refers to %s", numbered, target).containsKey(target);
          assertThat(IntStream.of(ref.value()).boxed()).as("%s", numbered).contains(kinds.get(target));
          checked++;
        }
      }
      kinds.put(numbered.id(), numbered.type());
    }
    return checked;
  }

  private static long value(RecordComponent component, Event event) throws ReflectiveOperationException {
    return (long) component.getAccessor().invoke(event);
  }
}
