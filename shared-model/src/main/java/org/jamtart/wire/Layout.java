package org.jamtart.wire;

import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What bytes stand for, as a tree. {@link Layouts} reads it off the records; every operation (decode,
 * encode, validate, facts, JSON) is one walk over it.
 */
sealed interface Layout {

  /** The bytes it takes. */
  Extent extent();

  /** What an integer means beyond its value, for {@link Facts}. */
  enum Meaning {
    PLAIN, SLOT, CORE, REFERENCE
  }

  /**
   * An unsigned little-endian integer.
   *
   * @param kinds of a reference: the discriminators of the events that it may name
   */
  record UInt(int bytes, Meaning meaning, List<Integer> kinds) implements Layout {
    @Override
    public Extent extent() {
      return Extent.exactly(bytes);
    }

    /** The largest value; -1 is that of eight bytes, read as unsigned. */
    long max() {
      return bytes == 8 ? -1 : (1L << (8 * bytes)) - 1;
    }
  }

  /** 0 or 1; the names are for JSON, empty for plain booleans. */
  record Bool(List<String> names) implements Layout {
    @Override
    public Extent extent() {
      return Extent.exactly(1);
    }
  }

  /** Thirty-two bytes; a subject is a hash that people search by. */
  record Hash(boolean subject) implements Layout {
    @Override
    public Extent extent() {
      return Extent.exactly(Bytes32.SIZE);
    }
  }

  /** A byte string whose length needs no prefix. */
  record Octets(Extent extent) implements Layout {}

  /** UTF-8 behind its length. */
  record Utf8Text(int maxBytes) implements Layout {
    @Override
    public Extent extent() {
      return Extent.ONE_OR_MORE;
    }
  }

  /** One byte that chooses from a closed list. */
  record Choice(List<? extends Enum<?>> constants, List<String> names) implements Layout {
    @Override
    public Extent extent() {
      return Extent.exactly(1);
    }
  }

  /** A value that may be absent, behind a byte that says whether it is there. */
  record Optional(Layout value) implements Layout {
    @Override
    public Extent extent() {
      return Extent.ONE_OR_MORE;
    }
  }

  /** Values behind their number. */
  record Sequence(Layout element) implements Layout {
    @Override
    public Extent extent() {
      return Extent.ONE_OR_MORE;
    }
  }

  /** Fields one after the other; the constructor takes them as an array. */
  record Struct(Class<?> type, List<Field> fields, MethodHandle constructor, Extent extent, boolean tuple)
      implements
        Layout {}

  /**
   * One field of a struct.
   *
   * @param name in snake case, as the specification calls it
   * @param json the name in JSON, dots for nesting
   * @param get reads the component: {@code (Object)Object}
   * @param getLong the same for integers: {@code (Object)long}; null for all else
   */
  record Field(String name, String json, Layout layout, MethodHandle get, @Nullable MethodHandle getLong) {}
}
