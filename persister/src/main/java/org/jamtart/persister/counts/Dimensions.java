package org.jamtart.persister.counts;

import java.util.regex.Pattern;
import org.jamtart.persister.projection.Frame;
import org.jamtart.store.Schema;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.EventGroup;
import org.jamtart.wire.Remarks;

/** What an event is counted apart by, beside time, node and type. */
final class Dimensions {

  /** What differs between two tellings of the same trouble: hashes, addresses, counters. */
  private static final Pattern PARTICULARS = Pattern.compile("(0x)?[0-9a-fA-F]{8,}|\\d+");
  private static final int SHORTEST_HASH = 8;
  private static final Pattern OF_A_LIST = Pattern.compile("[A-Za-z]+\\(\\d\\)");
  private static final Remarks NOTHING = new Remarks("", Schema.NONE);
  private static final boolean[] BY_SLOT = new boolean[256];

  static {
    for (int type = 0; type < BY_SLOT.length; type++) {
      BY_SLOT[type] = switch (EventGroup.of(type)) {
        case STATUS, BLOCKS, BLOCK_DISTRIBUTION, GUARANTEE_RECEIVING -> true;
        default -> false;
      };
    }
  }

  private Dimensions() {}

  /** The cell of an event. */
  static Cell cell(Frame frame, long bucket) {
    short type = frame.type();
    Remarks remarks = frame.isUnknown() || !Remarks.has(type) ? NOTHING : remarks(frame);
    long subject = remarks.subject() >= 0
        ? remarks.subject()
        : BY_SLOT[type] ? frame.chain().slot() : Schema.NONE;
    return new Cell(bucket, frame.session().node().number(), frame.partition(), type, frame.chain().core(),
        subject, reason(remarks.words()));
  }

  private static Remarks remarks(Frame frame) {
    try {
      return Remarks.of(frame.decode());
    } catch (DecodeException e) {
      return NOTHING; // it was judged to be an event: it decodes
    }
  }

  /** The reason without what makes each telling of it another one; U+0000 is nothing that PostgreSQL takes. */
  static String reason(String words) {
    return isPlain(words) || OF_A_LIST.matcher(words).matches()
        ? words
        : PARTICULARS.matcher(words.replace('\0', '\uFFFD')).replaceAll("#");
  }

  /** Whether there is nothing in it that could have to go, so that no pattern need be asked. */
  private static boolean isPlain(String words) {
    int hexadecimal = 0;
    for (int i = 0; i < words.length(); i++) {
      char each = words.charAt(i);
      hexadecimal = each >= 'a' && each <= 'f' || each >= 'A' && each <= 'F' ? hexadecimal + 1 : 0;
      if (each == 0 || each >= '0' && each <= '9' || hexadecimal == SHORTEST_HASH) {
        return false;
      }
    }
    return true;
  }
}
