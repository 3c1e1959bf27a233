package org.jamtart.query.quarantine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jamtart.query.event.TypeNames;
import org.jamtart.wire.Verdict;
import org.jspecify.annotations.Nullable;

/** Says in words what a group of quarantined messages has in common. */
final class Sentence {

  private static final Pattern MORE = Pattern.compile("(\\d+) bytes more");

  private Sentence() {}

  static String of(boolean fromNode, int type, String reason, @Nullable String field, @Nullable Integer at,
      @Nullable String expected, @Nullable String found) {
    if (!fromNode) {
      return "records of the log that name no node could not be read: " + reason;
    }
    String event = type < 0 ? "messages without a readable type" : "event " + TypeNames.display(type);
    if (found != null && reason.equals(Verdict.TRAILING_BYTES.key())) {
      Matcher more = MORE.matcher(found);
      if (more.matches()) {
        return "this node's encoder writes " + event + " with " + more.group(1) + " bytes too many";
      }
    }
    StringBuilder sentence = new StringBuilder("this node's encoder disagrees with JIP-3 in ").append(event)
        .append(": ")
        .append(reason);
    if (field != null && !field.isEmpty()) {
      sentence.append(" in field ").append(field);
    }
    if (at != null) {
      sentence.append(" at byte ").append(at);
    }
    if (expected != null && found != null) {
      sentence.append(", expected ").append(expected).append(", found ").append(found);
    }
    return sentence.toString();
  }
}
