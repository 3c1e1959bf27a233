package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Counts the bytes that the thread allocates, which the JVM knows exactly. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @SuppressWarnings("ArrayRecordComponent")
  private record Message(byte[] bytes, Protocol protocol) {}

  @Test
  void validating_numbering_and_facts_allocate_nothing() {
    List<Message> messages = new ArrayList<>();
    for (String file : List.of("events.jsonl", "negative.jsonl")) {
      for (JsonNode vector : Vectors.lines(file)) {
        if (!vector.has("layer") || vector.get("layer").asString().equals("event")) {
          messages.add(new Message(Vectors.bytes(vector), Vectors.protocol(vector)));
        }
      }
    }
    Facts facts = new Facts();
    EventIds ids = new EventIds();
    Message[] array = messages.toArray(Message[]::new);
    readAll(array, facts, ids);
    // What allocates does so in every round; a single one may be the JVM's own doing.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      int events = readAll(array, facts, ids);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      assertThat(events).isEqualTo(329 + 1);
    }
    assertThat(least).isZero();
  }

  @Test
  void decoding_allocates_no_more_than_a_small_multiple_of_the_message() {
    // Thousands of elements are announced; a few bytes are there.
    for (JsonNode vector : Vectors.lines("negative.jsonl")) {
      if (vector.get("layer").asString().equals("event")) {
        Agreement.checkAllocation(Vectors.bytes(vector), Vectors.protocol(vector));
      }
    }
  }

  private static int readAll(Message[] messages, Facts facts, EventIds ids) {
    int events = 0;
    for (Message message : messages) {
      byte[] bytes = message.bytes;
      Verdict verdict = Events.validate(bytes, 0, bytes.length, message.protocol);
      ids.advance(verdict, bytes, 0, bytes.length);
      facts.read(bytes, 0, bytes.length, message.protocol);
      events += verdict == Verdict.EVENT ? 1 : 0;
    }
    return events;
  }
}
