package org.jamtart.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of validation: is what stands at a position of its kind, and where does it end. No step allocates.
 * Steps for neighbouring fields in which any bytes are legal are one step, a comparison of lengths.
 */
abstract sealed class Check {

  /**
   * Judges what starts at a position.
   *
   * @param end where the message ends
   * @param cores the network's
   * @return where it ends, or a negative number: {@link Verdict#asFailure()}
   */
  abstract int check(byte[] buffer, int at, int end, int cores);

  /** The steps for a layout. */
  static Check of(Layout layout) {
    List<Check> steps = new ArrayList<>();
    Skip open = append(layout, null, steps);
    if (open != null) {
      steps.add(open);
    }
    return steps.size() == 1 ? steps.get(0) : new Steps(steps.toArray(Check[]::new));
  }

  /** Adds the steps for a layout to those before it; returns the skip that may still grow. */
  private static @Nullable Skip append(Layout layout, @Nullable Skip open, List<Check> steps) {
    Skip skip = open;
    switch (layout) {
      case Layout.UInt uint -> skip = Skip.over(uint, open);
      case Layout.Hash hash -> skip = Skip.over(hash, open);
      case Layout.Octets octets -> skip = Skip.over(octets, open);
      case Layout.Struct struct -> {
        for (Layout.Field field : struct.fields()) {
          skip = append(field.layout(), skip, steps);
        }
      }
      case Layout.Bool bool -> skip = close(skip, new OneByte(2, Verdict.INVALID_BOOL), steps);
      case Layout.Choice choice ->
        skip = close(skip, new OneByte(choice.constants().size(), Verdict.INVALID_ENUM), steps);
      case Layout.Utf8Text text -> skip = close(skip, new TextCheck(text.maxBytes()), steps);
      case Layout.Optional optional -> skip = close(skip, new OptionalCheck(of(optional.value())), steps);
      case Layout.Sequence sequence ->
        skip = close(skip, new SequenceCheck(sequence.element().extent().fixed(), of(sequence.element())),
            steps);
    }
    return skip;
  }

  private static @Nullable Skip close(@Nullable Skip open, Check next, List<Check> steps) {
    if (open != null) {
      steps.add(open);
    }
    steps.add(next);
    return null;
  }

  /** Bytes of which any will do. */
  private static final class Skip extends Check {
    private final Extent extent;

    Skip(Extent extent) {
      this.extent = extent;
    }

    static Skip over(Layout layout, @Nullable Skip before) {
      return new Skip(before == null ? layout.extent() : before.extent.plus(layout.extent()));
    }

    boolean isConstant() {
      return extent.isConstant();
    }

    @Override
    int check(byte[] buffer, int at, int end, int cores) {
      int bytes = extent.bytes(cores);
      return end - at < bytes ? Verdict.TRUNCATED.asFailure() : at + bytes;
    }
  }

  /** A byte below a limit. */
  private static final class OneByte extends Check {
    private final int limit;
    private final Verdict otherwise;

    OneByte(int limit, Verdict otherwise) {
      this.limit = limit;
      this.otherwise = otherwise;
    }

    @Override
    int check(byte[] buffer, int at, int end, int cores) {
      if (at >= end) {
        return Verdict.TRUNCATED.asFailure();
      }
      return LittleEndian.u8(buffer, at) < limit ? at + 1 : otherwise.asFailure();
    }
  }

  private static final class TextCheck extends Check {
    private final int maxBytes;

    TextCheck(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    int check(byte[] buffer, int at, int end, int cores) {
      int prefix = Natural.check(buffer, at, end);
      if (prefix < 0) {
        return prefix;
      }
      long length = Natural.read(buffer, at);
      int start = at + prefix;
      if (Long.compareUnsigned(length, maxBytes) > 0) {
        return Verdict.STRING_TOO_LONG.asFailure();
      }
      if (length > end - start) {
        return Verdict.TRUNCATED.asFailure();
      }
      int next = start + (int) length;
      return Utf8.firstInvalid(buffer, start, next) < 0 ? next : Verdict.INVALID_UTF8.asFailure();
    }
  }

  private static final class OptionalCheck extends Check {
    private final Check value;

    OptionalCheck(Check value) {
      this.value = value;
    }

    @Override
    int check(byte[] buffer, int at, int end, int cores) {
      if (at >= end) {
        return Verdict.TRUNCATED.asFailure();
      }
      return switch (buffer[at]) {
        case 0 -> at + 1;
        case 1 -> value.check(buffer, at + 1, end, cores);
        default -> Verdict.INVALID_OPTION_TAG.asFailure();
      };
    }
  }

  private static final class SequenceCheck extends Check {
    private final int smallestElement;
    private final Check element;
    private final boolean anyBytes;

    SequenceCheck(int smallestElement, Check element) {
      this.smallestElement = smallestElement;
      this.element = element;
      this.anyBytes = element instanceof Skip skip && skip.isConstant();
    }

    @Override
    int check(byte[] buffer, int at, int end, int cores) {
      int prefix = Natural.check(buffer, at, end);
      if (prefix < 0) {
        return prefix;
      }
      long count = Natural.read(buffer, at);
      int next = at + prefix;
      if (Long.compareUnsigned(count, (end - next) / smallestElement) > 0) {
        return Verdict.LENGTH_EXCEEDS_MESSAGE.asFailure();
      }
      if (anyBytes) {
        return next + (int) count * smallestElement;
      }
      for (int i = 0; i < (int) count && next >= 0; i++) {
        next = element.check(buffer, next, end, cores);
      }
      return next;
    }
  }

  /** One after the other. */
  private static final class Steps extends Check {
    private final Check[] steps;

    Steps(Check[] steps) {
      this.steps = steps;
    }

    @Override
    int check(byte[] buffer, int at, int end, int cores) {
      int next = at;
      for (Check step : steps) {
        next = step.check(buffer, next, end, cores);
        if (next < 0) {
          return next;
        }
      }
      return next;
    }
  }
}
