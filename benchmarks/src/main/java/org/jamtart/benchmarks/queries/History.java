package org.jamtart.benchmarks.queries;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogSettings;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jspecify.annotations.Nullable;

/**
 * A minute of a network's past, put into the log as gateways would have done it: all nodes' tellings of one story, with times
 * of receipt to match. One thread.
 */
final class History implements AutoCloseable {

  /** The most that is told; nodes are there before and after it. */
  private static final Duration LENGTH = Duration.ofSeconds(59);
  private static final long STEP_MICROS = 1_000_000;
  private static final long BUFFER_BYTES = 64L << 20;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int BUFFER = 1 << 18;

  private final LogSettings log;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final byte[] buffer = new byte[BUFFER];
  private long frames;
  private long malformed;

  /** Connects to a log that exists. */
  History(LogSettings log) throws InterruptedException, TimeoutException {
    this.log = log;
    this.producer = LogClients.producer(log, "bench-history", BUFFER_BYTES,
        Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT.toMillis()), TIMEOUT);
  }

  /**
   * Tells a minute of it, or so many events, whichever is less; all of them are in the log when it returns.
   *
   * @param network whose story
   * @param start   first moment of it
   * @param rate    events/s of all nodes together; no fewer than the story has without chatter
   */
  void tell(StoryConfig network, Instant start, double rate, long events) {
    Story story = Story.of(network.withRate(rate / network.nodes()).withDuration(Duration.ZERO));
    stretch(story.startingAt(start), events);
    producer.flush();
    check();
  }

  private void stretch(Story story, long untilFrames) {
    List<Speaker> speakers = new ArrayList<>(IntStream.range(0, story.config().nodes())
        .mapToObj(node -> new Speaker(story, node, this::send, buffer))
        .toList());
    speakers.forEach(Speaker::open);
    long before = frames;
    for (long time = STEP_MICROS; frames < untilFrames
        && time <= LENGTH.toNanos() / 1_000; time += STEP_MICROS) {
      for (Speaker speaker : speakers) {
        frames += speaker.say(time);
      }
      if (time > 10 * STEP_MICROS && frames == before) {
        throw new IllegalStateException("the story says nothing");
      }
    }
    // What operators look into when a node's encoder is wrong.
    frames += speakers.get(0).sayMalformed();
    malformed++;
    speakers.forEach(Speaker::close);
  }

  private void send(LogRecord record) {
    check();
    var unused = producer.send(LogCodec.encode(log.topic(), record), (metadata, exception) -> {
      if (exception != null) {
        failure.compareAndSet(null, exception);
      }
    });
  }

  private void check() {
    Exception first = failure.get();
    if (first != null) {
      throw new IllegalStateException("the log did not take a record", first);
    }
  }

  /** Frames told so far, those that are no events included. */
  long frames() {
    return frames;
  }

  /** Frames of these that do not decode. */
  long malformed() {
    return malformed;
  }

  @Override
  public void close() {
    producer.close();
  }
}
