package org.jamtart.replay.file;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogFormatException;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;

/** What a log holds, as far as it decides whether a record may be added to it. One thread. */
final class Presence {

  /** What is to be done with a record. */
  enum Verdict {
    /** The log does not have it, and has nothing that would follow it. */
    NEW,
    /** The log has it. */
    PRESENT,
    /** The log has what follows it, so that its place is taken. */
    TOO_LATE
  }

  /** Frames [first, next) of a session. */
  private record Frames(long first, long next) {}

  private final Map<UUID, Frames> frames = new HashMap<>();
  private final Set<UUID> opened = new HashSet<>();
  private final Set<UUID> closed = new HashSet<>();
  private final Set<String> beats = new HashSet<>();
  private final Set<String> foreign = new HashSet<>();

  /** The log has this record, or gets it now. */
  void add(ConsumerRecord<byte[], byte[]> raw) {
    try {
      switch (LogCodec.decode(raw)) {
        case Open open -> opened.add(open.session().session());
        case Close close -> closed.add(close.session().session());
        case Heartbeat beat -> beats.add(beat.gateway() + "/" + beat.received());
        case Run run -> frames.merge(run.session().session(), new Frames(run.seq(), run.nextSeq()),
            (a, b) -> new Frames(Math.min(a.first(), b.first()), Math.max(a.next(), b.next())));
      }
    } catch (LogFormatException e) {
      foreign.add(fingerprint(raw));
    }
  }

  Verdict judge(ConsumerRecord<byte[], byte[]> raw) {
    try {
      return switch (LogCodec.decode(raw)) {
        case Open open -> {
          UUID session = open.session().session();
          yield opened.contains(session)
              ? Verdict.PRESENT
              : frames.containsKey(session) || closed.contains(session) ? Verdict.TOO_LATE : Verdict.NEW;
        }
        case Close close -> closed.contains(close.session().session()) ? Verdict.PRESENT : Verdict.NEW;
        case Heartbeat beat ->
          beats.contains(beat.gateway() + "/" + beat.received()) ? Verdict.PRESENT : Verdict.NEW;
        case Run run -> judge(run);
      };
    } catch (LogFormatException e) {
      return foreign.contains(fingerprint(raw)) ? Verdict.PRESENT : Verdict.NEW;
    }
  }

  private Verdict judge(Run run) {
    UUID session = run.session().session();
    Frames there = frames.get(session);
    if (there != null && run.seq() >= there.first() && run.nextSeq() <= there.next()) {
      return Verdict.PRESENT;
    }
    if (there == null ? closed.contains(session) : run.seq() < there.first()) {
      return Verdict.TOO_LATE;
    }
    return closed.contains(session) ? Verdict.TOO_LATE : Verdict.NEW;
  }

  /** Records that are none of ours have no name: two that are the same in all that they say count as one. */
  private static String fingerprint(ConsumerRecord<byte[], byte[]> raw) {
    return raw.timestamp() + "/" + Arrays.hashCode(raw.key()) + "/"
        + Arrays.hashCode(raw.value()) + "/" + (raw.value() == null ? -1 : raw.value().length) + "/"
        + raw.headers().hashCode();
  }
}
