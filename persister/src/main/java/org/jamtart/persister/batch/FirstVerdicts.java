package org.jamtart.persister.batch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jamtart.log.LogRecord.OfSession;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.time.Times;

/**
 * What the first pass judged of records that read well: frames and records that the database did not take, and records that
 * came from too far ahead. Who goes through them again cannot know it of himself; it is in quarantine.
 */
final class FirstVerdicts {

  private static final String FRAMES = """
      select s.uuid, q.seq, q.message from quarantine q join session s on s.id = q.session
      where q.received between ? and ? and q.seq is not null and q.reason = ?""";

  private static final String RECORDS = """
      select partition, position, reason, message from quarantine
      where node = 0 and reason = any(?) and partition = any(?) and position between ? and ?""";

  private final List<Entry> entries;
  private final Map<Entry, Condemned> frames;

  private FirstVerdicts(List<Entry> entries, Map<Entry, Condemned> frames) {
    this.entries = entries;
    this.frames = frames;
  }

  /** The records, those that are kept whole in quarantine as such. */
  List<Entry> entries() {
    return entries;
  }

  /** Frames that went to quarantine although they decode. */
  Map<Entry, Condemned> frames() {
    return frames;
  }

  private record Place(int partition, long offset) {}

  private record Name(UUID session, long seq) {}

  /** Looks them up, in the tables as they are for whoever has just begun a transaction. */
  static FirstVerdicts of(Connection connection, List<Entry> entries) throws SQLException {
    if (entries.isEmpty()) {
      return new FirstVerdicts(entries, Map.of());
    }
    Map<Place, Entry.Foreign> records = records(connection, entries);
    Map<Name, String> frames = frames(connection, entries);
    List<Entry> judged = new ArrayList<>(entries.size());
    Map<Entry, Condemned> condemned = new HashMap<>();
    for (Entry entry : entries) {
      Entry.Foreign foreign = records.get(new Place(entry.raw().partition(), entry.raw().offset()));
      judged.add(foreign == null || entry instanceof Entry.Foreign
          ? entry
          : new Entry.Foreign(entry.raw(), foreign.reason(), foreign.message()));
      if (!frames.isEmpty() && entry instanceof Entry.Readable(var raw, Run run)) {
        Map<Long, String> why = new HashMap<>();
        for (long seq = run.seq(); seq < run.nextSeq(); seq++) {
          String reason = frames.get(new Name(run.session().session(), seq));
          if (reason != null) {
            why.put(seq, reason);
          }
        }
        if (!why.isEmpty()) {
          condemned.put(entry, new Condemned(why, null));
        }
      }
    }
    return new FirstVerdicts(judged, condemned);
  }

  private static Map<Name, String> frames(Connection connection, List<Entry> entries) throws SQLException {
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    for (Entry entry : entries) {
      if (entry instanceof Entry.Readable(var raw, OfSession of)) {
        from = Math.min(from, of.received());
        to = Math.max(to, of.received());
      }
    }
    Map<Name, String> found = new HashMap<>();
    if (from > to) {
      return found;
    }
    try (PreparedStatement statement = connection.prepareStatement(FRAMES)) {
      statement.setTimestamp(1, Timestamp.from(Times.instant(from)));
      statement.setTimestamp(2, Timestamp.from(Times.instant(to)));
      statement.setString(3, Frame.UNSTORABLE);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.put(new Name(row.getObject(1, UUID.class), row.getLong(2)), row.getString(3));
        }
      }
    }
    return found;
  }

  private static Map<Place, Entry.Foreign> records(Connection connection, List<Entry> entries)
      throws SQLException {
    Object[] partitions = entries.stream().map(entry -> entry.raw().partition()).distinct().toArray();
    Map<Place, Entry> byPlace = new HashMap<>();
    entries.forEach(entry -> byPlace.put(new Place(entry.raw().partition(), entry.raw().offset()), entry));
    Map<Place, Entry.Foreign> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(RECORDS)) {
      statement.setArray(1,
          connection.createArrayOf("text", new Object[]{Frame.UNSTORABLE, Entry.IMPLAUSIBLE}));
      statement.setArray(2, connection.createArrayOf("int4", partitions));
      statement.setLong(3, entries.stream().mapToLong(entry -> entry.raw().offset()).min().orElse(0));
      statement.setLong(4, entries.stream().mapToLong(entry -> entry.raw().offset()).max().orElse(0));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          var place = new Place(row.getInt(1), row.getLong(2));
          Entry entry = byPlace.get(place);
          if (entry != null) {
            found.put(place, new Entry.Foreign(entry.raw(), row.getString(3), row.getString(4)));
          }
        }
      }
    }
    return found;
  }
}
