package org.jamtart.wire;

import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes values into an array by walking their layout; refuses what the layout cannot hold. */
final class Encoder {
  private final byte[] into;
  private final int cores;
  private int at;

  Encoder(byte[] into, int offset, int cores) {
    this.into = into;
    this.at = offset;
    this.cores = cores;
  }

  /** Where the next byte goes. */
  int position() {
    return at;
  }

  void octet(int value) {
    into[at++] = (byte) value;
  }

  void struct(Layout.Struct struct, Object record, int fromField, int toField) {
    List<Layout.Field> fields = struct.fields();
    for (int i = fromField; i < toField; i++) {
      Layout.Field field = fields.get(i);
      try {
        if (field.getLong() != null && field.layout() instanceof Layout.UInt uint) {
          integer(uint, read(field.getLong(), record));
        } else {
          value(field.layout(), get(field, record));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            struct.type().getSimpleName() + "." + field.name() + ": " + e.getMessage(),
            e);
      }
    }
  }

  void struct(Layout.Struct struct, Object record) {
    struct(struct, record, 0, struct.fields().size());
  }

  /** How many bytes a value takes. */
  static int size(Layout layout, @Nullable Object value, int cores) {
    if (layout.extent().exact()) {
      return layout.extent().bytes(cores);
    }
    return switch (layout) {
      case Layout.Utf8Text ignored -> {
        int bytes = Utf8.size((String) present(value));
        yield Natural.size(bytes) + bytes;
      }
      case Layout.Optional optional -> value == null ? 1 : 1 + size(optional.value(), value, cores);
      case Layout.Sequence sequence -> {
        List<?> values = (List<?>) present(value);
        int bytes = Natural.size(values.size());
        for (Object element : values) {
          bytes += size(sequence.element(), element, cores);
        }
        yield bytes;
      }
      case Layout.Struct struct -> {
        int bytes = 0;
        for (Layout.Field field : struct.fields()) {
          bytes += field.layout().extent().exact()
              ? field.layout().extent().bytes(cores)
              : size(field.layout(), get(field, present(value)), cores);
        }
        yield bytes;
      }
      case Layout.UInt ignored -> throw exact(layout);
      case Layout.Bool ignored -> throw exact(layout);
      case Layout.Hash ignored -> throw exact(layout);
      case Layout.Octets ignored -> throw exact(layout);
      case Layout.Choice ignored -> throw exact(layout);
    };
  }

  @SuppressWarnings("EnumOrdinal") // The order of the constants is that of the wire, which vectors pin.
  private void value(Layout layout, @Nullable Object value) {
    switch (layout) {
      case Layout.UInt uint -> integer(uint, ((Number) present(value)).longValue());
      case Layout.Bool ignored -> octet((Boolean) present(value) ? 1 : 0);
      case Layout.Hash ignored -> {
        ((Bytes32) present(value)).copyTo(into, at);
        at += Bytes32.SIZE;
      }
      case Layout.Octets octets -> octets((ByteString) present(value), octets.extent().bytes(cores));
      case Layout.Utf8Text text -> text((String) present(value), text.maxBytes());
      case Layout.Choice ignored -> octet(((Enum<?>) present(value)).ordinal());
      case Layout.Optional optional -> {
        octet(value == null ? 0 : 1);
        if (value != null) {
          value(optional.value(), value);
        }
      }
      case Layout.Sequence sequence -> {
        List<?> values = (List<?>) present(value);
        at = Natural.write(values.size(), into, at);
        for (Object element : values) {
          value(sequence.element(), element);
        }
      }
      case Layout.Struct struct -> struct(struct, present(value));
    }
  }

  private void integer(Layout.UInt uint, long value) {
    if (uint.bytes() < 8 && (value < 0 || value > uint.max())) {
      throw new IllegalArgumentException("expected 0 to " + uint.max() + ", found " + value);
    }
    LittleEndian.write(into, at, uint.bytes(), value);
    at += uint.bytes();
  }

  private void octets(ByteString bytes, int length) {
    if (bytes.length() != length) {
      throw new IllegalArgumentException("expected " + length + " bytes, found " + bytes.length());
    }
    bytes.copyTo(into, at);
    at += length;
  }

  private void text(String text, int maxBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > maxBytes) {
      throw new IllegalArgumentException("expected at most " + maxBytes + " bytes, found " + bytes.length);
    }
    at = Natural.write(bytes.length, into, at);
    System.arraycopy(bytes, 0, into, at, bytes.length);
    at += bytes.length;
  }

  private static Object present(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("expected a value, found null");
    }
    return value;
  }

  private static IllegalStateException exact(Layout layout) {
    return new IllegalStateException(layout + " has an exact extent");
  }

  private static @Nullable Object get(Layout.Field field, Object record) {
    try {
      return (@Nullable Object) field.get().invokeExact(record);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot read " + field.name(), e);
    }
  }

  private static long read(MethodHandle getLong, Object record) {
    try {
      return (long) getLong.invokeExact(record);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot read a number", e);
    }
  }
}
