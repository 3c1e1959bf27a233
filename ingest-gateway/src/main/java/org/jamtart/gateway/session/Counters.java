package org.jamtart.gateway.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jamtart.wire.EventGroup;
import org.jamtart.wire.Frames;
import org.jamtart.wire.Verdict;

/** What all connections did, since the start. Counting neither allocates nor blocks; thread-safe. */
public final class Counters {

  private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.LITTLE_ENDIAN);
  private static final int DROPPED = 0;
  private static final int DROPPED_COUNT_AT = 17;
  private static final double TWO_TO_THE_64 = 0x1p64;

  private final Map<Ending, LongAdder> endings = adders(Ending.class);
  private final LongAdder[] groups = Stream.generate(LongAdder::new)
      .limit(EventGroup.values().length)
      .toArray(LongAdder[]::new);
  private final LongAdder[] verdicts = Stream.generate(LongAdder::new)
      .limit(Verdict.values().length)
      .toArray(LongAdder[]::new);
  private final DoubleAdder dropped = new DoubleAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder sessions = new LongAdder();
  private final LongAdder slowed = new LongAdder();
  private final LongAdder pauses = new LongAdder();

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
    return Stream.of(type.getEnumConstants())
        .collect(Collectors.toMap(Function.identity(), e -> new LongAdder(), (a, b) -> a,
            () -> new EnumMap<>(type)));
  }

  void frame(Verdict verdict, byte[] buffer, int offset, int length) {
    int discriminator = Frames.discriminatorOf(buffer, offset, length);
    verdicts[verdict.ordinal()].increment();
    groups[EventGroup.of(discriminator).ordinal()].increment();
    bytes.add(Frames.LENGTH_PREFIX + length);
    if (discriminator == DROPPED && verdict.isEvent()) {
      long count = (long) U64.get(buffer, offset + DROPPED_COUNT_AT);
      dropped.add(count >= 0 ? count : count + TWO_TO_THE_64);
    }
  }

  void accepted() {
    accepted.increment();
  }

  void acknowledged(int frames) {
    acknowledged.add(frames);
  }

  void lost(int frames) {
    lost.add(frames);
  }

  void session() {
    sessions.increment();
  }

  void ended(Ending ending) {
    LongAdder adder = endings.get(ending);
    if (adder != null) {
      adder.increment();
    }
  }

  void slowed(int events) {
    slowed.add(events);
  }

  void paused() {
    pauses.increment();
  }

  /** Frames with this verdict. */
  public long frames(Verdict verdict) {
    return verdicts[verdict.ordinal()].sum();
  }

  /** Frames whose discriminator is of this group; those without one count as unknown. */
  public long frames(EventGroup group) {
    return groups[group.ordinal()].sum();
  }

  /** Frames received after node information. */
  public long frames() {
    return Stream.of(verdicts).mapToLong(LongAdder::sum).sum();
  }

  /** Frames that the log acknowledged. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Frames that were read and that the log never will have, because it refused them or one before them. */
  public long lost() {
    return lost.sum();
  }

  /** Bytes of the frames received, length prefixes included. */
  public long bytes() {
    return bytes.sum();
  }

  /** Events that nodes said they dropped; a double, since one node may claim 2^64 - 1. */
  public double dropped() {
    return dropped.sum();
  }

  /** TCP connections taken from the accept queue. */
  public long connections() {
    return accepted.sum();
  }

  /** Connections that introduced themselves. */
  public long sessions() {
    return sessions.sum();
  }

  /** Connections that ended so. */
  public long endings(Ending ending) {
    LongAdder adder = endings.get(ending);
    return adder == null ? 0 : adder.sum();
  }

  /** Events after which a node was made to wait because it talks too fast. */
  public long slowed() {
    return slowed.sum();
  }

  /** Times that a connection stopped reading. */
  public long pauses() {
    return pauses.sum();
  }
}
