package org.jamtart.wire;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The two layouts of node information, and the choice between them. */
@SuppressWarnings("ImmutableEnumChecker") // A layout is immutable; its method handles are not declared so.
enum NodeInformationLayout {
  /** Gray Paper 0.7. */
  GP_0_7("0.7", Gp07.class),
  /** Gray Paper 0.8. */
  GP_0_8("0.8", Gp08.class);

  private static final String MESSAGE = "NodeInformation";
  private static final int NO_CORES = 0;
  private static final int GP_VERSION = 8;

  private final String gpVersion;
  private final Layout.Struct struct;

  NodeInformationLayout(String gpVersion, Class<?> parameters) {
    this.gpVersion = gpVersion;
    this.struct = Layouts.of(NodeInformation.class, Map.of(JamParameters.class, parameters));
  }

  static NodeInformationLayout of(JamParameters parameters) {
    return switch (parameters) {
      case Gp07 ignored -> GP_0_7;
      case Gp08 ignored -> GP_0_8;
    };
  }

  Layout.Struct struct() {
    return struct;
  }

  byte[] encode(NodeInformation information) {
    byte[] bytes = new byte[Encoder.size(struct, information, NO_CORES)];
    new Encoder(bytes, 0, NO_CORES).struct(struct, information);
    return bytes;
  }

  static NodeInformation decode(byte[] buffer, int offset, int length) throws DecodeException {
    try {
      requireVersion(buffer, offset, length);
      Attempt older = new Attempt(GP_0_7, buffer, offset, length);
      Attempt newer = new Attempt(GP_0_8, buffer, offset, length);
      boolean undecided = older.succeeded() == newer.succeeded();
      boolean isNewer = undecided ? newer.isNamed() && !older.isNamed() : newer.succeeded();
      NodeInformation information = (isNewer ? newer : older).result();
      if (information.parameters().coreCount() == 0) {
        throw new Malformed(Verdict.IMPLAUSIBLE_PARAMETER, 25, "at least one core", "0").in("core_count")
            .in("parameters");
      }
      return information;
    } catch (Malformed e) {
      throw new DecodeException(-1, MESSAGE, e);
    }
  }

  private static void requireVersion(byte[] buffer, int offset, int length) throws Malformed {
    if (length == 0) {
      throw new Malformed(Verdict.TRUNCATED, 0, "node information", "an empty message");
    }
    int version = LittleEndian.u8(buffer, offset);
    if (!Protocol.isSupported(version)) {
      throw new Malformed(Verdict.UNSUPPORTED_PROTOCOL_VERSION, 0, "0 or 1", String.valueOf(version))
          .in("protocol_version");
    }
  }

  /** What came of reading a message in one layout. */
  private static final class Attempt {
    private final NodeInformationLayout layout;
    private @Nullable NodeInformation information;
    private @Nullable Malformed problem;
    private @Nullable String version;

    Attempt(NodeInformationLayout layout, byte[] buffer, int offset, int length) {
      this.layout = layout;
      Decoder decoder = new Decoder(buffer, offset, length, NO_CORES);
      var values = new @Nullable Object[layout.struct.fields().size()];
      try {
        for (int i = 0; i < values.length; i++) {
          values[i] = decoder.field(layout.struct.fields().get(i));
        }
        decoder.finish();
        information = (NodeInformation) Decoder.make(layout.struct, values);
      } catch (Malformed e) {
        problem = e;
      }
      version = (String) values[GP_VERSION];
    }

    boolean succeeded() {
      return information != null;
    }

    /** Whether the Gray Paper version that was read in this layout is one that has it. */
    boolean isNamed() {
      return version != null && version.startsWith(layout.gpVersion);
    }

    NodeInformation result() throws Malformed {
      if (problem != null) {
        throw problem;
      }
      return Objects.requireNonNull(information);
    }
  }
}
