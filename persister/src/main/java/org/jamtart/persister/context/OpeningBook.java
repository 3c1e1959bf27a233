package org.jamtart.persister.context;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jamtart.persister.context.OpeningKey.Kind;
import org.jamtart.persister.context.Remembered.Completion;
import org.jamtart.wire.Facts;
import org.jspecify.annotations.Nullable;

/**
 * The openings of the partitions that one consumer reads: the events to which later ones of their session may refer. A
 * bounded cache over the table, right as long as this consumer is the one that advances its partitions: emptied when a
 * transaction is rolled back and when partitions go. One thread.
 *
 * <p>
 * What an event finds depends on the log alone, not on batches, restarts or what a table already has of later events: an
 * opening is found by events behind it, with what events before them said of it, until it has not been used for a
 * while, by receipt. An ID belongs to one opening at most: only Dropped shares its ID with the event behind it, and
 * nothing refers to Dropped. An audit whose ID comes again after an hour is another one; a replay may not find the older.
 */
public final class OpeningBook {

  private static final int SUBMISSION = 90;
  private static final int SHARE = 91;
  private static final int DUPLICATE = 93;
  private static final int RECEIVED = 94;
  private static final int SHARD_OF_AUDIT = 140;
  private static final int RECONSTRUCTING = 146;
  private static final int RECONSTRUCTED = 147;

  private final int most;
  private final long grain;
  private final long needed;
  private final long since;
  private final Map<OpeningKey, Remembered> known = new LinkedHashMap<>(16, 0.75f, true);

  /** Knows nothing yet. */
  public OpeningBook(ContextSettings settings) {
    this(settings, Long.MIN_VALUE);
  }

  /** @param since events received before this time, Unix microseconds, are not remembered */
  public OpeningBook(ContextSettings settings, long since) {
    this.most = settings.cached();
    this.grain = micros(settings.grain());
    this.needed = micros(settings.needed());
    this.since = since;
  }

  private static long micros(Duration duration) {
    return duration.toMillis() * 1_000;
  }

  /** Where openings are that are not known here. */
  @FunctionalInterface
  public interface Source {

    /** Of some keys the newest rows that there are, used since a time or later, Unix microseconds. */
    List<Remembered> read(Set<OpeningKey> keys, long since) throws SQLException;
  }

  /** The openings that the frames of some runs ask for and that are not known here. */
  public Wanted wanted() {
    return new Wanted();
  }

  /** Gathers what is to be read before the frames of a transaction are gone through. */
  public final class Wanted {
    private final Set<OpeningKey> coming = new HashSet<>();
    private final Set<OpeningKey> keys = new HashSet<>();
    private long earliest = Long.MAX_VALUE;

    private Wanted() {}

    /**
     * A frame of the transaction whose ID is known, in the order of the log.
     *
     * @param isNew false when it was stored before, so that it may not be gone through
     */
    public void frame(long session, long id, boolean isNew, int type, Facts facts, long receivedMicros) {
      if (facts.hasRef()) {
        earliest = Math.min(earliest, receivedMicros);
        if (facts.refersToEvent()) {
          if (Long.compareUnsigned(facts.ref(), id) < 0) {
            want(new OpeningKey(session, facts.ref(), Kind.EVENT));
          }
        } else if (type == SHARD_OF_AUDIT || type == RECONSTRUCTED) {
          want(new OpeningKey(session, facts.ref(), Kind.AUDIT));
        }
        if (type == RECONSTRUCTING || type == RECONSTRUCTED) {
          want(new OpeningKey(session, facts.ref(), Kind.RECONSTRUCTION));
        }
      }
      if (facts.opens() && isNew) {
        coming.add(new OpeningKey(session, id, Kind.EVENT));
      }
    }

    private void want(OpeningKey key) {
      if (!coming.contains(key) && !known.containsKey(key)) {
        keys.add(key);
      }
    }

    /** Reads them, all at once; belongs into the transaction. */
    public void load(Source source) throws SQLException {
      if (!keys.isEmpty()) {
        source.read(keys, earliest - needed).forEach(found -> known.put(found.key(), found));
      }
    }
  }

  /** Finds what an event refers to, and remembers it for those behind it. Everything it may find was loaded. */
  public Finding see(Told event) {
    Facts facts = event.facts();
    if (!facts.hasRef() && !facts.opens()) {
      return Finding.NOTHING;
    }
    Long id = event.eventId();
    if (id == null) {
      return facts.refersToEvent()
          ? new Finding(Reference.UNNUMBERED, null, null, List.of())
          : Finding.NOTHING;
    }
    List<Remembered> changes = new ArrayList<>(2);
    Reference reference = null;
    Opening opening = null;
    Opening audit = null;
    if (facts.refersToEvent()) {
      var key = new OpeningKey(event.sessionNumber(), facts.ref(), Kind.EVENT);
      Remembered found = Long.compareUnsigned(facts.ref(), id) < 0 ? use(key, event, changes) : null;
      reference = judge(found, facts, id);
      if (found != null && reference == Reference.RESOLVED) {
        opening = found.asOf(event.seq());
        if (event.type() == RECEIVED) {
          complete(found, event, changes);
        }
      }
    } else if (event.type() == RECONSTRUCTED) {
      opening = openingOf(Kind.RECONSTRUCTION, event, changes);
      audit = openingOf(Kind.AUDIT, event, changes);
    }
    remember(event, id, opening == null ? Context.NONE : opening.context(), changes);
    return new Finding(reference, opening, audit, changes);
  }

  private static Reference judge(@Nullable Remembered found, Facts facts, long id) {
    if (found != null) {
      return facts.mayReferTo(found.opening().type()) ? Reference.RESOLVED : Reference.WRONG_KIND;
    }
    return Long.compareUnsigned(facts.ref(), id) < 0 ? Reference.DANGLING : Reference.FORWARD;
  }

  private @Nullable Opening openingOf(Kind kind, Told event, List<Remembered> changes) {
    Remembered found = use(new OpeningKey(event.sessionNumber(), event.facts().ref(), kind), event, changes);
    return found == null ? null : found.opening();
  }

  /** The opening before an event; null for none, or when it was not used for too long. */
  private @Nullable Remembered use(OpeningKey key, Told by, List<Remembered> changes) {
    Remembered found = known.get(key);
    if (found == null || found.seq() >= by.seq() || by.receivedMicros() - found.used() > needed) {
      return null;
    }
    return by.receivedMicros() - found.used() > grain
        ? put(found.usedAt(by.receivedMicros()), changes)
        : found;
  }

  /** The arrival of a work-package says what its submission was about; the first arrival counts. */
  private void complete(Remembered submission, Told arrival, List<Remembered> changes) {
    if (isSubmission(submission.opening().type())
        && (submission.completion() == null || submission.completion().seq() > arrival.seq())) {
      var completion = new Completion(arrival.seq(), context(arrival, submission.opening().context()));
      changes.removeIf(change -> change.key().equals(submission.key()));
      put(submission.completed(completion), changes);
    }
  }

  private void remember(Told event, long id, Context inherited, List<Remembered> changes) {
    if (event.receivedMicros() < since) {
      return;
    }
    if (event.facts().opens()) {
      remember(new OpeningKey(event.sessionNumber(), id, Kind.EVENT), event, inherited, changes);
    }
    if (event.type() == SHARD_OF_AUDIT || event.type() == RECONSTRUCTING) {
      Kind kind = event.type() == SHARD_OF_AUDIT ? Kind.AUDIT : Kind.RECONSTRUCTION;
      remember(new OpeningKey(event.sessionNumber(), event.facts().ref(), kind), event, inherited, changes);
    }
  }

  private void remember(OpeningKey key, Told event, Context inherited, List<Remembered> changes) {
    Remembered before = known.get(key);
    boolean alive = before != null && event.receivedMicros() - before.used() <= needed;
    if (before == null || before.seq() > event.seq() || !alive) {
      Context context = key.kind() == Kind.EVENT ? context(event, inherited) : Context.NONE;
      Facts facts = event.facts();
      // What is no event yet is an audit, whose event JIP-3 has still to specify.
      Long audit = facts.hasRef() && !facts.refersToEvent() ? (Long) facts.ref() : null;
      var opening = new Opening(event.type(), event.timeMicros(), event.hash(), event.peer(), audit,
          context);
      put(new Remembered(key, event.receivedMicros(), event.seq(), opening, null), changes);
    }
  }

  private Remembered put(Remembered changed, List<Remembered> changes) {
    known.put(changed.key(), changed);
    changes.add(changed);
    return changed;
  }

  /** What an event is about: its own facts, else those of the event that it refers to. */
  private static Context context(Told event, Context inherited) {
    Facts facts = event.facts();
    int type = event.type();
    boolean submits = isSubmission(type);
    if (facts.core() < 0 && facts.slot() < 0 && !submits) {
      return inherited;
    }
    int[] services = event.ownServices();
    return new Context(facts.core() < 0 ? inherited.core() : facts.core(),
        facts.slot() < 0 ? inherited.slot() : facts.slot(),
        isAboutPackage(type) ? event.hash() : inherited.workPackage(),
        services.length == 0 ? inherited.services() : services,
        submits ? event.eventId() : inherited.submission());
  }

  /** Whether the hash of events of a type is that of the work-package with which their chain is concerned. */
  public static boolean isAboutPackage(int type) {
    return type == DUPLICATE || type == RECEIVED;
  }

  /** Whether an event of a type begins the chain of a work-package. */
  public static boolean isSubmission(int type) {
    return type == SUBMISSION || type == SHARE;
  }

  /** The transaction is committed: what it found stays, the newest within bounds. */
  public void committed() {
    Iterator<?> eldest = known.entrySet().iterator();
    for (int excess = known.size() - most; excess > 0; excess--) {
      eldest.next();
      eldest.remove();
    }
  }

  /** Nothing that is known can be trusted any more. */
  public void clear() {
    known.clear();
  }

  /** How many openings are in memory. */
  public int size() {
    return known.size();
  }
}
