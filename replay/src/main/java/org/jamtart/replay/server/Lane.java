package org.jamtart.replay.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogFormatException;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogSettings;
import org.jamtart.replay.range.LogRange;
import org.jamtart.replay.range.RangeReader;
import org.jamtart.replay.range.Span;

/** Plays one partition: its records in their order, each when it is due. One thread. */
final class Lane {

  private static final Duration POLL = Duration.ofMillis(500);

  private final LogSettings log;
  private final LogRange range;
  private final Span span;
  private final Target target;
  private final Tempo tempo;
  private final PlayCounters counters;
  private final ExecutorService endings;
  private final Openings openings;
  private final Map<UUID, Played> sessions = new HashMap<>();
  private final Set<UUID> ended = new HashSet<>();

  Lane(LogSettings log, LogRange range, Span span, Target target, Tempo tempo, PlayCounters counters,
      ExecutorService endings) {
    this.log = log;
    this.range = range;
    this.span = span;
    this.target = target;
    this.tempo = tempo;
    this.counters = counters;
    this.endings = endings;
    this.openings = new Openings(log, range, span.partition());
  }

  /** Returns when everything is sent, or the replay is to stop; connections that are still open are ended then. */
  void play() throws InterruptedException {
    try (var reader = new RangeReader(log, "tart-replay-" + span.partition(), List.of(span))) {
      while (!reader.done() && !tempo.isStopped()) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
          if (!play(record)) {
            return;
          }
        }
      }
      counters.lost.add(reader.lost());
    } finally {
      sessions.values().forEach(this::end);
    }
  }

  private boolean play(ConsumerRecord<byte[], byte[]> raw) throws InterruptedException {
    if (range.admits(raw)) {
      try {
        LogRecord record = LogCodec.decode(raw);
        if (!tempo.await(record.received())) {
          return false;
        }
        play(record);
        counters.reached(record.received());
      } catch (LogFormatException e) {
        counters.foreign.increment();
      }
    }
    counters.records.increment();
    return true;
  }

  private void play(LogRecord record) {
    switch (record) {
      case Open open -> {
        UUID session = open.session().session();
        if (!sessions.containsKey(session) && !ended.contains(session)) {
          sessions.put(session, Played.begin(target, counters, open));
        }
      }
      case Run run -> play(run);
      case Close close -> {
        Played played = sessions.remove(close.session().session());
        ended.add(close.session().session());
        if (played != null) {
          end(played);
        }
      }
      case Heartbeat beat -> {
        // of a gateway, not of a node
      }
    }
  }

  private void play(Run run) {
    UUID session = run.session().session();
    Played played = sessions.get(session);
    if (played == null && !ended.contains(session)) {
      Open open = openings.find(session);
      if (open == null) {
        ended.add(session);
        counters.unopened.increment();
      } else {
        played = Played.join(target, counters, open, run);
        sessions.put(session, played);
      }
    }
    if (played != null) {
      played.send(run);
    }
  }

  private void end(Played played) {
    endings.execute(played::end);
  }
}
