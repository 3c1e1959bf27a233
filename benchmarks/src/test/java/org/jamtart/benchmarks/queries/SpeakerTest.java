package org.jamtart.benchmarks.queries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.log.LogRecord;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.wire.Frames;
import org.jamtart.wire.JamTime;
import org.junit.jupiter.api.Test;

class SpeakerTest {

  private static final Instant START = Instant.parse("2026-01-02T00:00:00Z");

  @Test
  void the_records_of_a_connection_follow_on_each_other_and_are_received_after_they_were_said() {
    List<LogRecord> records = new ArrayList<>();
    var speaker = new Speaker(Story.of(StoryConfig.of(3, START)), 1, records::add, new byte[1 << 18]);

    speaker.open();
    int said = 0;
    for (long second = 1; second <= 10; second++) {
      said += speaker.say(second * 1_000_000);
    }
    said += speaker.sayMalformed();
    speaker.close();

    assertThat(records.removeFirst()).isInstanceOf(LogRecord.Open.class);
    assertThat(((LogRecord.Close) records.removeLast()).seq()).isEqualTo(said);
    long next = 0;
    for (LogRecord record : records) {
      var run = (LogRecord.Run) record;
      assertThat(run.seq()).isEqualTo(next);
      next = run.nextSeq();
      for (var frame = run.cursor(); frame.next();) {
        long told = Frames.timestampOf(frame.buffer(), frame.offset(), frame.length());
        assertThat(JamTime.toUnixMicros(told)).isBetween(run.received() - 2_000_000, run.received());
      }
    }
    assertThat(next).isEqualTo(said).isGreaterThan(50);
  }
}
