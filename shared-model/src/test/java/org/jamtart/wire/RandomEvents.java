package org.jamtart.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random valid events of every kind: edge values often, lists and texts of all lengths. The same seed gives
 * the same events. What an event may contain is read off its layout, so there is no kind that this does not
 * know.
 */
public final class RandomEvents {
  private static final int LONGEST_LIST = 20;

  private final SplittableRandom random;
  private final Protocol protocol;
  private final List<EventLayout> layouts;

  /** Events of one protocol, from one seed. */
  public RandomEvents(long seed, Protocol protocol) {
    this.random = new SplittableRandom(seed);
    this.protocol = protocol;
    this.layouts = EventLayout.all()
        .stream()
        .filter(layout -> layout.versions().contains(protocol.version()))
        .toList();
  }

  /** An event of any kind. */
  public Event next() {
    return (Event) struct(layouts.get(random.nextInt(layouts.size())).struct());
  }

  /** One event of every kind, in the order of their numbers. */
  public List<Event> oneOfEach() {
    return layouts.stream().map(layout -> (Event) struct(layout.struct())).toList();
  }

  private Object struct(Layout.Struct struct) {
    var values = new @Nullable Object[struct.fields().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(struct.fields().get(i).layout());
    }
    return Decoder.make(struct, values);
  }

  private @Nullable Object value(Layout layout) {
    return switch (layout) {
      case Layout.UInt uint -> integer(uint);
      case Layout.Bool ignored -> random.nextBoolean();
      case Layout.Hash ignored -> Bytes32.of(bytes(Bytes32.SIZE));
      case Layout.Octets octets -> ByteString.of(bytes(octets.extent().bytes(protocol.cores())));
      case Layout.Utf8Text text -> text(text.maxBytes());
      case Layout.Choice choice -> choice.constants().get(random.nextInt(choice.constants().size()));
      case Layout.Optional optional -> random.nextBoolean() ? value(optional.value()) : null;
      case Layout.Sequence sequence -> list(sequence.element());
      case Layout.Struct struct -> struct(struct);
    };
  }

  private Object integer(Layout.UInt uint) {
    long value = switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> uint.max();
      case 2 -> random.nextLong() & uint.max() >>> random.nextInt(8 * uint.bytes());
      default -> random.nextLong() & uint.max();
    };
    if (uint.bytes() < 4) {
      return (int) value;
    }
    return value;
  }

  private List<Object> list(Layout element) {
    int size = random.nextInt(8) == 0 ? 128 + random.nextInt(100) : random.nextInt(LONGEST_LIST);
    List<Object> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Object value = value(element);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private String text(int maxBytes) {
    int size = random.nextInt(4) == 0 ? maxBytes : random.nextInt(maxBytes + 1);
    StringBuilder text = new StringBuilder();
    int bytes = 0;
    while (bytes < size) {
      int character = character();
      int width = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
      if (bytes + width <= size) {
        text.appendCodePoint(character);
        bytes += width;
      }
    }
    return text.toString();
  }

  private int character() {
    int character = switch (random.nextInt(5)) {
      case 0 -> random.nextInt(0x110000);
      case 1 -> random.nextInt(0x10000);
      case 2 -> random.nextInt(0x800);
      default -> random.nextInt(0x80);
    };
    return character >= 0xd800 && character < 0xe000 ? 0 : character;
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
