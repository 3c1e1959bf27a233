package org.jamtart.persister.projection;

import java.time.Instant;
import java.util.Arrays;
import org.jamtart.log.FrameCursor;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.context.OpeningBook;
import org.jamtart.persister.context.Told;
import org.jamtart.persister.session.SessionState;
import org.jamtart.persister.time.Times;
import org.jamtart.store.Schema;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Event;
import org.jamtart.wire.EventIds;
import org.jamtart.wire.Events;
import org.jamtart.wire.Facts;
import org.jamtart.wire.Frames;
import org.jamtart.wire.JamTime;
import org.jamtart.wire.Verdict;
import org.jamtart.wire.Warning;
import org.jspecify.annotations.Nullable;

/**
 * The frame at which the walk stands: what it is, when, whose, and what became of it. One object serves all frames of a
 * consumer, so nothing is allocated for a frame but its rows.
 */
public final class Frame implements Told {

  /** Reason of frames that decode and can never be stored. */
  public static final String UNSTORABLE = "unstorable";

  private static final int CONNECTING_OUT = 24;
  private static final int STREAM_OPENED = 60;
  private static final int SENDING_BLOCK_REQUEST = 63;
  private static final int RECEIVING_BLOCK_REQUEST = 64;

  private final Facts facts = new Facts();
  private final Chain chain = new Chain(this);
  private final Moment moment;
  private final SessionState session;
  private final int partition;
  private final long offset;
  private final FrameCursor cursor;
  private final EventIds ids;
  private final long receivedMicros;
  private final Instant received;
  private Verdict verdict = Verdict.EVENT;
  private @Nullable String condemned;
  private boolean idKnown;
  private long id;
  private long timeMicros;
  private boolean implausible;
  private int @Nullable [] ownServices;
  private @Nullable Event decoded;

  /**
   * Before the first frame of a run.
   *
   * @param partition of the log, where the run is at {@code offset}
   */
  public Frame(Moment moment, SessionState session, Run run, int partition, long offset) {
    this.moment = moment;
    this.session = session;
    this.partition = partition;
    this.offset = offset;
    this.cursor = run.cursor();
    this.ids = new EventIds(run.eventId().bits(), run.eventId().known());
    this.receivedMicros = run.received();
    this.received = Times.instant(run.received());
  }

  /**
   * Goes to the next frame.
   *
   * @return false behind the last one
   */
  public boolean next() {
    if (!cursor.next()) {
      return false;
    }
    byte[] buffer = cursor.buffer();
    verdict = Events.validate(buffer, cursor.offset(), cursor.length(), session.protocol());
    condemned = null;
    id = ids.current();
    idKnown = ids.known();
    ids.advance(verdict, buffer, cursor.offset(), cursor.length());
    long own = Frames.timestampOf(buffer, cursor.offset(), cursor.length());
    timeMicros = JamTime.rowTimeMicros(own, receivedMicros);
    implausible = JamTime.isImplausible(own, receivedMicros);
    facts.read(buffer, cursor.offset(), cursor.length(), session.protocol());
    chain.clear();
    ownServices = null;
    decoded = null;
    return true;
  }

  /** Finds the earlier events to which it refers, and is remembered for later ones. Once, before projections see it. */
  public void lookBack(OpeningBook book) {
    if (condemned == null && verdict.isEvent()) {
      chain.find(book);
    }
  }

  /** Sends the frame to quarantine although it decodes: the database will not take what comes of it. */
  public void condemn(String why) {
    condemned = why;
  }

  /** Whether it becomes an event row: it decodes, or is of a type that is not known yet. */
  public boolean isEvent() {
    return condemned == null && (verdict.isEvent() || verdict == Verdict.UNKNOWN_DISCRIMINATOR);
  }

  /** Whether it is an event of a type that is not known yet. */
  public boolean isUnknown() {
    return condemned == null && verdict == Verdict.UNKNOWN_DISCRIMINATOR;
  }

  /** Whether it is an event whose row would be past its retention. */
  public boolean isExpired() {
    return isEvent() && timeMicros < moment.eventHorizon();
  }

  /** What decoding says. */
  public Verdict verdict() {
    return verdict;
  }

  /** Why it was condemned; null if it was not. */
  public @Nullable String condemned() {
    return condemned;
  }

  /** Its session. */
  public SessionState session() {
    return session;
  }

  @Override
  public long sessionNumber() {
    return session.number();
  }

  /** Partition of the log in which it was read. */
  public int partition() {
    return partition;
  }

  /** Offset of its run. */
  public long offset() {
    return offset;
  }

  /** Ordinal on its session. */
  @Override
  public long seq() {
    return cursor.seq();
  }

  /** JIP-3 event ID as 64 bits; null when unknown. */
  @Override
  public @Nullable Long eventId() {
    return idKnown ? (Long) id : null;
  }

  /** Its discriminator; {@link Schema#UNREADABLE_TYPE} where there is none. */
  @Override
  public short type() {
    int type = Frames.discriminatorOf(cursor.buffer(), cursor.offset(), cursor.length());
    return type < 0 ? Schema.UNREADABLE_TYPE : (short) type;
  }

  /** Receipt, Unix microseconds. */
  @Override
  public long receivedMicros() {
    return receivedMicros;
  }

  /** Receipt. */
  public Instant received() {
    return received;
  }

  /** Whether it is long enough to say a time. */
  public boolean hasTime() {
    return Frames.hasTimestamp(cursor.length());
  }

  /** Row time, Unix microseconds: its own where it can be believed, else that of receipt. */
  @Override
  public long timeMicros() {
    return timeMicros;
  }

  /** Whether its own time cannot be believed. */
  public boolean implausible() {
    return implausible;
  }

  /** What the event is about; nothing for what is no known event. */
  @Override
  public Facts facts() {
    return facts;
  }

  /** What is odd about the event; null if nothing is, and for what is no known event. */
  public @Nullable Warning warning() {
    if (condemned != null || !verdict.isEvent()) {
      return null;
    }
    return verdict == Verdict.EVENT_WITH_TRAILING_BYTES ? Warning.TRAILING_BYTES : facts.warning();
  }

  /** A copy of the message, without its length prefix. */
  public byte[] bytes() {
    return Arrays.copyOfRange(cursor.buffer(), cursor.offset(), cursor.offset() + cursor.length());
  }

  /** The earlier events to which it refers, and what it is about by them. */
  public Chain chain() {
    return chain;
  }

  @Override
  public int[] ownServices() {
    if (ownServices == null) {
      ownServices = Events.services(cursor.buffer(), cursor.offset(), cursor.length(), session.protocol());
    }
    return ownServices;
  }

  /** A copy of the hash that the event is about; null for none. */
  @Override
  public byte @Nullable [] hash() {
    int at = facts.hashOffset();
    return at < 0 ? null : Arrays.copyOfRange(cursor.buffer(), at, at + 32);
  }

  @Override
  public @Nullable Bytes32 peer() {
    int type = type();
    return type == CONNECTING_OUT || type == STREAM_OPENED || type == SENDING_BLOCK_REQUEST
        || type == RECEIVING_BLOCK_REQUEST
            ? Bytes32.of(cursor.buffer(), cursor.offset() + Frames.EVENT_HEADER)
            : null;
  }

  /**
   * A copy of 32 bytes of the message, for what stands at a fixed place of an event's layout and is none of the facts.
   *
   * @param at from the message's first byte
   */
  public Bytes32 bytes32(int at) {
    return Bytes32.of(cursor.buffer(), cursor.offset() + at);
  }

  /** Decodes the event, once for all projections that need more than the facts. */
  public Event decode() throws DecodeException {
    if (decoded == null) {
      decoded = Events.decode(cursor.buffer(), cursor.offset(), cursor.length(), session.protocol());
    }
    return decoded;
  }
}
