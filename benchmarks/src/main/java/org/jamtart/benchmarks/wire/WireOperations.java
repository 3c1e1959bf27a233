package org.jamtart.benchmarks.wire;

import java.util.concurrent.TimeUnit;
import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Event;
import org.jamtart.wire.EventJson;
import org.jamtart.wire.Events;
import org.jamtart.wire.Frames;
import org.jamtart.wire.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import tools.jackson.core.JsonGenerator;

/** What is done with one frame of the mix, the next one at each call. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireOperations {

  /** The limit: its bytes go somewhere else. */
  @Benchmark
  public byte[] copy(Messages messages) {
    int at = messages.advance();
    System.arraycopy(messages.bytes(), at, messages.scratch(), 0, messages.length(at));
    return messages.scratch();
  }

  /** It is judged where it lies. */
  @Benchmark
  public Verdict validate(Messages messages) {
    int at = messages.advance();
    return Events.validate(messages.bytes(), at, messages.length(at), messages.protocol());
  }

  /** It becomes a record. */
  @Benchmark
  public Event decode(Messages messages) throws DecodeException {
    int at = messages.advance();
    return Events.decode(messages.bytes(), at, messages.length(at), messages.protocol());
  }

  /** It becomes JSON, as an answer with many events is written. */
  @Benchmark
  public long json(Messages messages) {
    int at = messages.advance();
    JsonGenerator out = messages.json();
    EventJson.write(out, messages.bytes(), at, messages.length(at), messages.protocol(), ByteStyle.HEX);
    return Frames.LENGTH_PREFIX;
  }
}
