package org.jamtart.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads values from one message by walking its layout. It never reads, nor believes in, a byte past the
 * message's end.
 */
final class Decoder {
  private final byte[] buffer;
  private final int start;
  private final int end;
  private final int cores;
  private int at;

  /** For the message in the given part of the buffer. */
  Decoder(byte[] buffer, int offset, int length, int cores) {
    this.buffer = buffer;
    this.start = offset;
    this.end = offset + length;
    this.cores = cores;
    this.at = offset;
  }

  void skip(int bytes) {
    at += bytes;
  }

  Object struct(Layout.Struct struct) throws Malformed {
    List<Layout.Field> fields = struct.fields();
    var values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = field(fields.get(i));
    }
    return make(struct, values);
  }

  @Nullable
  Object field(Layout.Field field) throws Malformed {
    try {
      return value(field.layout());
    } catch (Malformed e) {
      throw e.in(field.name());
    }
  }

  /** The message must be over. */
  void finish() throws Malformed {
    if (at != end) {
      throw new Malformed(Verdict.TRAILING_BYTES, at - start, "the end of the message",
          (end - at) + " bytes more");
    }
  }

  /** Calls the constructor of a struct. */
  static Object make(Layout.Struct struct, @Nullable Object[] values) {
    try {
      return (Object) struct.constructor().invokeExact(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the constructor of " + struct.type() + " failed", e);
    }
  }

  private @Nullable Object value(Layout layout) throws Malformed {
    return switch (layout) {
      case Layout.UInt uint -> integer(uint);
      case Layout.Bool ignored -> oneByte(2, Verdict.INVALID_BOOL, "0 or 1") == 1;
      case Layout.Hash ignored -> Bytes32.of(buffer, take(Bytes32.SIZE));
      case Layout.Octets octets -> octets(octets.extent().bytes(cores));
      case Layout.Utf8Text text -> text(text.maxBytes());
      case Layout.Choice choice -> choice(choice);
      case Layout.Optional optional ->
        oneByte(2, Verdict.INVALID_OPTION_TAG, "0 or 1") == 0 ? null : value(optional.value());
      case Layout.Sequence sequence -> sequence(sequence.element());
      case Layout.Struct struct -> struct(struct);
    };
  }

  private Object integer(Layout.UInt uint) throws Malformed {
    int from = take(uint.bytes());
    return switch (uint.bytes()) {
      case 1 -> LittleEndian.u8(buffer, from);
      case 2 -> LittleEndian.u16(buffer, from);
      case 4 -> LittleEndian.u32(buffer, from);
      default -> LittleEndian.u64(buffer, from);
    };
  }

  private ByteString octets(int length) throws Malformed {
    return ByteString.of(buffer, take(length), length);
  }

  private Enum<?> choice(Layout.Choice choice) throws Malformed {
    int size = choice.constants().size();
    return choice.constants().get(oneByte(size, Verdict.INVALID_ENUM, "0 to " + (size - 1)));
  }

  private int oneByte(int limit, Verdict otherwise, String expected) throws Malformed {
    int from = take(1);
    int value = LittleEndian.u8(buffer, from);
    if (value >= limit) {
      throw new Malformed(otherwise, from - start, expected, String.valueOf(value));
    }
    return value;
  }

  private String text(int maxBytes) throws Malformed {
    int from = at;
    long length = natural();
    if (Long.compareUnsigned(length, maxBytes) > 0) {
      throw new Malformed(Verdict.STRING_TOO_LONG, from - start, "at most " + maxBytes + " bytes",
          Long.toUnsignedString(length));
    }
    int first = take((int) length);
    int invalid = Utf8.firstInvalid(buffer, first, at);
    if (invalid >= 0) {
      throw new Malformed(Verdict.INVALID_UTF8, invalid - start, "UTF-8",
          "byte 0x" + Integer.toHexString(LittleEndian.u8(buffer, invalid)));
    }
    return new String(buffer, first, (int) length, StandardCharsets.UTF_8);
  }

  private List<?> sequence(Layout element) throws Malformed {
    int from = at;
    long count = natural();
    int most = (end - at) / element.extent().fixed();
    if (Long.compareUnsigned(count, most) > 0) {
      throw new Malformed(Verdict.LENGTH_EXCEEDS_MESSAGE, from - start,
          "at most " + most + " elements in the " + (end - at) + " bytes left", Long.toUnsignedString(count));
    }
    var values = new @Nullable Object[(int) count];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = value(element);
      } catch (Malformed e) {
        throw e.in(i);
      }
    }
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  private long natural() throws Malformed {
    int bytes = Natural.check(buffer, at, end);
    if (bytes < 0) {
      Verdict verdict = Verdict.ofFailure(bytes);
      throw new Malformed(verdict, at - start, "a length in its shortest form",
          verdict == Verdict.TRUNCATED ? "the end of the message" : "a longer one");
    }
    long value = Natural.read(buffer, at);
    at += bytes;
    return value;
  }

  private int take(int bytes) throws Malformed {
    int from = at;
    if (end - from < bytes) {
      throw new Malformed(Verdict.TRUNCATED, from - start, bytes + " bytes", (end - from) + " left");
    }
    at = from + bytes;
    return from;
  }
}
