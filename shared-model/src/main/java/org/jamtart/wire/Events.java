package org.jamtart.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events as bytes: what a message of an established connection contains, without its length prefix. Safe for
 * any thread.
 */
public final class Events {

  private Events() {}

  /**
   * Judges a message without making anything of it: no allocation, about a hundred nanoseconds.
   *
   * @return a verdict that {@linkplain Verdict#isEvent() is an event} if and only if {@link #decode}
   *         succeeds, otherwise the verdict of its exception
   */
  public static Verdict validate(byte[] buffer, int offset, int length, Protocol protocol) {
    if (length < Frames.EVENT_HEADER) {
      return Verdict.TRUNCATED;
    }
    EventLayout layout = EventLayout.of(protocol.version(), Frames.discriminatorOf(buffer, offset, length));
    if (layout == null) {
      return Verdict.UNKNOWN_DISCRIMINATOR;
    }
    int end = offset + length;
    int next = layout.rest().check(buffer, offset + Frames.EVENT_HEADER, end, protocol.cores());
    if (next < 0) {
      return Verdict.ofFailure(next);
    }
    if (next == end) {
      return Verdict.EVENT;
    }
    return protocol.trailing() == TrailingBytes.ACCEPTED
        ? Verdict.EVENT_WITH_TRAILING_BYTES
        : Verdict.TRAILING_BYTES;
  }

  /**
   * Reads an event.
   *
   * @throws DecodeException if the message is none, an event that is not known included
   * @throws IndexOutOfBoundsException if the message is not within the buffer
   */
  public static Event decode(byte[] buffer, int offset, int length, Protocol protocol)
      throws DecodeException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    int discriminator = Frames.discriminatorOf(buffer, offset, length);
    EventLayout layout = discriminator < 0 ? null : EventLayout.of(protocol.version(), discriminator);
    if (layout == null) {
      throw new DecodeException(discriminator, "unknown", unreadable(discriminator, length));
    }
    Decoder decoder = new Decoder(buffer, offset, length, protocol.cores());
    try {
      var values = new @Nullable Object[layout.struct().fields().size()];
      values[0] = decoder.field(layout.struct().fields().get(0));
      decoder.skip(1);
      for (int i = 1; i < values.length; i++) {
        values[i] = decoder.field(layout.struct().fields().get(i));
      }
      if (protocol.trailing() == TrailingBytes.MALFORMED) {
        decoder.finish();
      }
      return (Event) Decoder.make(layout.struct(), values);
    } catch (Malformed e) {
      throw new DecodeException(discriminator, layout.type().name(), e);
    }
  }

  /** Reads the event that an array is. */
  public static Event decode(byte[] message, Protocol protocol) throws DecodeException {
    return decode(message, 0, message.length, protocol);
  }

  /**
   * The services that an event lists, in its order, each as unsigned 32 bits: of the items of a work-package that was received,
   * of an executed block.
   *
   * @return empty for all other events, and for what is no event
   */
  public static int[] services(byte[] buffer, int offset, int length, Protocol protocol) {
    int discriminator = Frames.discriminatorOf(buffer, offset, length);
    EventLayout layout = discriminator < 0 ? null : EventLayout.of(protocol.version(), discriminator);
    ServiceList services = layout == null ? null : layout.services();
    return services == null ? ServiceList.NONE : services.read(buffer, offset, length, protocol.cores());
  }

  /**
   * How many bytes an event takes.
   *
   * @throws IllegalArgumentException if the protocol's version has no such event
   */
  public static int encodedSize(Event event, Protocol protocol) {
    return 1 + Encoder.size(layout(event, protocol).struct(), event, protocol.cores());
  }

  /**
   * Writes an event.
   *
   * @throws IllegalArgumentException if a value does not fit its field, a list of cores is not as long as
   *         the protocol says, or the protocol's version has no such event
   */
  public static byte[] encode(Event event, Protocol protocol) {
    byte[] bytes = new byte[encodedSize(event, protocol)];
    encode(event, protocol, bytes, 0);
    return bytes;
  }

  /**
   * Writes an event into an array.
   *
   * @return how many bytes were written
   * @throws IllegalArgumentException as {@link #encode(Event, Protocol)}
   * @throws IndexOutOfBoundsException if there is not enough room; part of the event may have been written
   */
  public static int encode(Event event, Protocol protocol, byte[] into, int offset) {
    EventLayout layout = layout(event, protocol);
    Encoder encoder = new Encoder(into, offset, protocol.cores());
    encoder.struct(layout.struct(), event, 0, 1);
    encoder.octet(layout.type().id());
    encoder.struct(layout.struct(), event, 1, layout.struct().fields().size());
    return encoder.position() - offset;
  }

  private static EventLayout layout(Event event, Protocol protocol) {
    EventLayout layout = EventLayout.of(event);
    if (!layout.versions().contains(protocol.version())) {
      throw new IllegalArgumentException(event.getClass().getSimpleName() + " is not in protocol version "
          + protocol.version() + ", which has another layout for event " + layout.type().id());
    }
    return layout;
  }

  private static Malformed unreadable(int discriminator, int length) {
    if (discriminator < 0) {
      return new Malformed(Verdict.TRUNCATED, 0,
          Frames.EVENT_HEADER + " bytes of timestamp and discriminator",
          length + " bytes");
    }
    return new Malformed(Verdict.UNKNOWN_DISCRIMINATOR, Frames.EVENT_HEADER - 1, "a known event",
        String.valueOf(discriminator));
  }
}
