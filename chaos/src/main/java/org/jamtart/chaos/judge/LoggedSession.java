package org.jamtart.chaos.judge;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;

/** One connection as the log tells it: every frame in the order of its ordinals. Used by one thread. */
public final class LoggedSession {

  private static final int LENGTH_PREFIX = 4;
  /** Discriminator behind the timestamp, two u64 behind it: since when, and how many. */
  private static final int TYPE_AT = 8;
  private static final int DROPPED_COUNT_AT = 17;
  private static final int DROPPED = 0;

  private final UUID id;
  private final String node;
  private final UUID gateway;
  private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
  private long count;
  private long repeated;
  private long missing;
  private BigInteger dropped = BigInteger.ZERO;
  private boolean opened;
  private Optional<String> close = Optional.empty();
  private int closes;

  LoggedSession(UUID id, String node, UUID gateway) {
    this.id = id;
    this.node = node;
    this.gateway = gateway;
  }

  void open() {
    opened = true;
  }

  void close(String json) {
    close = Optional.of(json);
    closes++;
  }

  /** Takes a run's frames: those before the next ordinal have come already, and a later one leaves a hole. */
  void run(long seq, byte[] value) {
    var bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    long next = count + missing;
    missing += Math.max(0, seq - next);
    for (long at = seq; bytes.hasRemaining(); at++) {
      int start = bytes.position();
      int length = bytes.getInt();
      if (at < next) {
        repeated++;
      } else {
        frames.write(value, start, LENGTH_PREFIX + length);
        count++;
        addDropped(bytes.slice().order(ByteOrder.LITTLE_ENDIAN), length);
      }
      bytes.position(start + LENGTH_PREFIX + length);
    }
  }

  private void addDropped(ByteBuffer message, int length) {
    if (length == DROPPED_COUNT_AT + Long.BYTES && message.get(TYPE_AT) == DROPPED) {
      dropped = dropped
          .add(new BigInteger(Long.toUnsignedString(message.getLong(DROPPED_COUNT_AT))));
    }
  }

  /** Its UUID. */
  public UUID id() {
    return id;
  }

  /** The peer id in hex. */
  public String node() {
    return node;
  }

  /** The gateway instance that held it. */
  public UUID gateway() {
    return gateway;
  }

  /** Whether its {@code open} record is there. */
  public boolean isOpened() {
    return opened;
  }

  /** The JSON of its {@code close} record, if there is one. */
  public Optional<String> close() {
    return close;
  }

  /** How many {@code close} records there are. */
  public int closes() {
    return closes;
  }

  /** Frames, each once. */
  public long count() {
    return count;
  }

  /** Frames that are in the log again. */
  public long repeated() {
    return repeated;
  }

  /** Ordinals that were passed over. */
  public long missing() {
    return missing;
  }

  /** The sum of the numbers in its {@code Dropped} events. */
  public BigInteger dropped() {
    return dropped;
  }

  /** All frames with their length prefixes, little-endian, ready to be read. */
  public ByteBuffer stream() {
    return ByteBuffer.wrap(frames.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
  }
}
