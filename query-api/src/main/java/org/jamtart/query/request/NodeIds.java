package org.jamtart.query.request;

import java.util.Locale;
import org.jamtart.query.problem.Problem;
import org.jamtart.wire.Bytes32;

/** Node ids as requests write them: 64 hex digits of either case. */
public final class NodeIds {

  private NodeIds() {}

  /** Reads one, or refuses the request, naming the parameter. */
  public static Bytes32 parse(String parameter, String text) {
    if (text.length() == 2 * Bytes32.SIZE
        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
      return Bytes32.ofHex(text.toLowerCase(Locale.ROOT));
    }
    throw Problem.parameter(parameter, text, "64 hex digits").asException();
  }
}
