package org.jamtart.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/**
 * How a layout looks in JSON; writes what stands at a position, which has been validated, and says where it
 * ends.
 */
abstract sealed class JsonShape {

  abstract int write(JsonBytes bytes, int at);

  static JsonShape of(Layout layout) {
    return switch (layout) {
      case Layout.UInt uint -> new Unsigned(uint.bytes());
      case Layout.Bool bool -> bool.names().isEmpty() ? new Bool() : new Name(bool.names());
      case Layout.Hash hash -> new Octets(hash.extent());
      case Layout.Octets octets -> new Octets(octets.extent());
      case Layout.Utf8Text ignored -> new Text();
      case Layout.Choice choice -> new Name(choice.names());
      case Layout.Optional optional -> new OrNull(of(optional.value()));
      case Layout.Sequence sequence -> new Array(of(sequence.element()));
      case Layout.Struct struct when struct.type() == ImportSpec.class -> new Import(struct);
      case Layout.Struct struct when struct.tuple() ->
        new Tuple(struct.fields().stream().map(field -> of(field.layout())).toArray(JsonShape[]::new));
      case Layout.Struct struct -> new Fields(members(struct.fields(), 0));
    };
  }

  static JsonShape ofEvent(EventLayout layout) {
    // The discriminator behind the timestamp is the name of the event and no field.
    Member[] members = members(layout.struct().fields(), 1);
    return new Named(new SerializedString(layout.type().name()), new Fields(members));
  }

  private static Member[] members(List<Layout.Field> fields, int bytesAfterFirst) {
    List<Member> members = new ArrayList<>();
    String open = "";
    for (int i = 0; i < fields.size(); i++) {
      String[] path = fields.get(i).json().split("\\.", -1);
      String object = path.length == 1 ? "" : path[0];
      boolean sameObject = object.equals(open);
      members.add(new Member(!sameObject && !open.isEmpty(),
          sameObject || object.isEmpty() ? null : new SerializedString(object),
          new SerializedString(path[path.length - 1]), of(fields.get(i).layout()),
          i == 0 ? bytesAfterFirst : 0));
      open = object;
    }
    if (!open.isEmpty()) {
      members.add(new Member(true, null, null, null, 0));
    }
    return members.toArray(Member[]::new);
  }

  /**
   * A step of writing an object.
   *
   * @param closes whether a nested object ends before
   * @param opens the name of a nested object that begins before
   * @param skip how many bytes to pass over behind it
   */
  private record Member(boolean closes, @Nullable SerializedString opens, @Nullable SerializedString name,
      @Nullable JsonShape value, int skip) {}

  private static final class Fields extends JsonShape {
    private final Member[] members;

    Fields(Member[] members) {
      this.members = members;
    }

    @Override
    int write(JsonBytes bytes, int at) {
      JsonGenerator out = bytes.out();
      int next = at;
      out.writeStartObject();
      for (Member member : members) {
        if (member.closes()) {
          out.writeEndObject();
        }
        if (member.opens() != null) {
          out.writeName(member.opens());
          out.writeStartObject();
        }
        if (member.name() != null && member.value() != null) {
          out.writeName(member.name());
          next = member.value().write(bytes, next) + member.skip();
        }
      }
      out.writeEndObject();
      return next;
    }
  }

  /** An object with one key. */
  private static final class Named extends JsonShape {
    private final SerializedString name;
    private final JsonShape value;

    Named(SerializedString name, JsonShape value) {
      this.name = name;
      this.value = value;
    }

    @Override
    int write(JsonBytes bytes, int at) {
      bytes.out().writeStartObject();
      bytes.out().writeName(name);
      int next = value.write(bytes, at);
      bytes.out().writeEndObject();
      return next;
    }
  }

  private static final class Tuple extends JsonShape {
    private final JsonShape[] elements;

    Tuple(JsonShape[] elements) {
      this.elements = elements;
    }

    @Override
    int write(JsonBytes bytes, int at) {
      int next = at;
      bytes.out().writeStartArray();
      for (JsonShape element : elements) {
        next = element.write(bytes, next);
      }
      bytes.out().writeEndArray();
      return next;
    }
  }

  /** {@link ImportSpec}, whose root is tagged in JSON by what the index says about it. */
  private static final class Import extends JsonShape {
    private static final SerializedString SEGMENTS_ROOT = new SerializedString("SegmentsRoot");
    private static final SerializedString WORK_PACKAGE_HASH = new SerializedString("WorkPackageHash");

    private final SerializedString root;
    private final SerializedString index;

    Import(Layout.Struct struct) {
      this.root = new SerializedString(struct.fields().get(0).json());
      this.index = new SerializedString(struct.fields().get(1).json());
    }

    @Override
    int write(JsonBytes bytes, int at) {
      JsonGenerator out = bytes.out();
      ImportSpec spec = new ImportSpec(Bytes32.ZERO, LittleEndian.u16(bytes.buffer(), at + Bytes32.SIZE));
      out.writeStartObject();
      out.writeName(root);
      out.writeStartObject();
      out.writeName(spec.isWorkPackageHash() ? WORK_PACKAGE_HASH : SEGMENTS_ROOT);
      bytes.octets(at, Bytes32.SIZE);
      out.writeEndObject();
      out.writeName(index);
      out.writeNumber(spec.exportIndex());
      out.writeEndObject();
      return at + Bytes32.SIZE + Short.BYTES;
    }
  }

  private static final class Array extends JsonShape {
    private final JsonShape element;

    Array(JsonShape element) {
      this.element = element;
    }

    @Override
    int write(JsonBytes bytes, int at) {
      long count = Natural.read(bytes.buffer(), at);
      int next = at + Natural.size(count);
      bytes.out().writeStartArray();
      for (long i = 0; i < count; i++) {
        next = element.write(bytes, next);
      }
      bytes.out().writeEndArray();
      return next;
    }
  }

  private static final class OrNull extends JsonShape {
    private final JsonShape value;

    OrNull(JsonShape value) {
      this.value = value;
    }

    @Override
    int write(JsonBytes bytes, int at) {
      if (bytes.buffer()[at] != 0) {
        return value.write(bytes, at + 1);
      }
      bytes.out().writeNull();
      return at + 1;
    }
  }

  private static final class Unsigned extends JsonShape {
    private final int size;

    Unsigned(int size) {
      this.size = size;
    }

    @Override
    int write(JsonBytes bytes, int at) {
      bytes.integer(at, size);
      return at + size;
    }
  }

  private static final class Bool extends JsonShape {
    @Override
    int write(JsonBytes bytes, int at) {
      bytes.out().writeBoolean(bytes.buffer()[at] != 0);
      return at + 1;
    }
  }

  /** One byte that stands for a name. */
  private static final class Name extends JsonShape {
    private final SerializedString[] names;

    Name(List<String> names) {
      this.names = names.stream().map(SerializedString::new).toArray(SerializedString[]::new);
    }

    @Override
    int write(JsonBytes bytes, int at) {
      bytes.out().writeString(names[bytes.buffer()[at]]);
      return at + 1;
    }
  }

  private static final class Octets extends JsonShape {
    private final Extent extent;

    Octets(Extent extent) {
      this.extent = extent;
    }

    @Override
    int write(JsonBytes bytes, int at) {
      int length = extent.bytes(bytes.cores());
      bytes.octets(at, length);
      return at + length;
    }
  }

  private static final class Text extends JsonShape {
    @Override
    int write(JsonBytes bytes, int at) {
      int length = (int) Natural.read(bytes.buffer(), at);
      int start = at + Natural.size(length);
      bytes.text(start, length);
      return start + length;
    }
  }
}
