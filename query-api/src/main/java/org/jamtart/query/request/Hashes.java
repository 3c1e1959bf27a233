package org.jamtart.query.request;

import java.util.Locale;
import org.jamtart.query.problem.Problem;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** Hashes as requests write them: 64 hex digits of either case, with 0x before them or not. */
public final class Hashes {

  private Hashes() {}

  /** Reads one, or refuses the request, naming the parameter; null for none. */
  public static @Nullable Bytes32 parse(String parameter, @Nullable String text) {
    return text == null ? null : required(parameter, text);
  }

  /** Reads one, or refuses the request, naming the parameter. */
  public static Bytes32 required(String parameter, String text) {
    String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    if (digits.length() == 2 * Bytes32.SIZE
        && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
      return Bytes32.ofHex(digits.toLowerCase(Locale.ROOT));
    }
    throw Problem.parameter(parameter, text, "64 hex digits, with 0x or without").asException();
  }
}
