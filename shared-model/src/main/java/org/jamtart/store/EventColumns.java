package org.jamtart.store;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the table {@code event}, gathered column by column and written by one statement whose parameters are arrays: an
 * event as a node sent it, with the few facts by which people search. Numbers that are u64 on the wire are the same 64
 * bits. Not thread-safe.
 */
public final class EventColumns {

  /**
   * The statement, whose parameters are numbered from 1 in the order of {@link #parameters}. A row that is there already
   * stays as it is.
   */
  public static final String INSERT = """
      insert into event (time, session, seq, event_id, received, slot, ref, node, core, type, implausible, hash, bytes)
      select timestamptz 'epoch' + time_micros * interval '1 microsecond', session, seq, event_id,
        timestamptz 'epoch' + received_micros * interval '1 microsecond', slot, ref, node, core, type, implausible, hash, bytes
      from unnest(cast(?1 as bigint[]), cast(?2 as bigint[]), cast(?3 as bigint[]), cast(?4 as bigint[]),
        cast(?5 as bigint[]), cast(?6 as bigint[]), cast(?7 as bigint[]), cast(?8 as integer[]),
        cast(?9 as integer[]), cast(?10 as smallint[]), cast(?11 as boolean[]), cast(?12 as bytea[]),
        cast(?13 as bytea[]))
        as given (time_micros, session, seq, event_id, received_micros, slot, ref, node, core, type, implausible, hash, bytes)
      on conflict do nothing""";

  private static final int FIRST = 256;

  private int size;
  private long[] time = new long[FIRST];
  private long[] session = new long[FIRST];
  private long[] seq = new long[FIRST];
  private @Nullable Long[] eventId = new @Nullable Long[FIRST];
  private long[] received = new long[FIRST];
  private @Nullable Long[] slot = new @Nullable Long[FIRST];
  private @Nullable Long[] ref = new @Nullable Long[FIRST];
  private int[] node = new int[FIRST];
  private @Nullable Integer[] core = new @Nullable Integer[FIRST];
  private short[] type = new short[FIRST];
  private boolean[] implausible = new boolean[FIRST];
  private byte[] @Nullable [] hash = new byte[FIRST] @Nullable [];
  private byte[][] bytes = new byte[FIRST][];

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /**
   * Begins a row by what names it.
   *
   * @param time    row time, Unix microseconds: the event's own where it can be believed, else that of receipt
   * @param session number of the session
   * @param seq     ordinal of the frame on its session
   * @param eventId JIP-3 event ID; null when unknown
   */
  public EventColumns add(long time, long session, long seq, @Nullable Long eventId) {
    if (size == this.time.length) {
      grow();
    }
    this.time[size] = time;
    this.session[size] = session;
    this.seq[size] = seq;
    this.eventId[size] = eventId;
    return this;
  }

  /**
   * Says what the row is about.
   *
   * @param node number of the node
   * @param slot slot that the event is about, by its own word or that of an earlier one; null for none
   * @param ref  event ID that it refers to; null for none
   * @param core core that the event is about, in the same way; null for none
   * @param hash hash that the event is about, else that of its work-package or block; null for none
   */
  public EventColumns about(int node, @Nullable Long slot, @Nullable Long ref, @Nullable Integer core,
      byte @Nullable [] hash) {
    this.node[size] = node;
    this.slot[size] = slot;
    this.ref[size] = ref;
    this.core[size] = core;
    this.hash[size] = hash;
    return this;
  }

  /**
   * Completes the row.
   *
   * @param received    when the gateway received it, Unix microseconds
   * @param type        discriminator, 0 to 255
   * @param implausible whether its own time could not be believed
   * @param bytes       the message, without its length prefix; not copied
   */
  public void end(long received, short type, boolean implausible, byte[] bytes) {
    this.received[size] = received;
    this.type[size] = type;
    this.implausible[size] = implausible;
    this.bytes[size] = bytes;
    size++;
  }

  private void grow() {
    int more = 2 * size;
    time = Arrays.copyOf(time, more);
    session = Arrays.copyOf(session, more);
    seq = Arrays.copyOf(seq, more);
    eventId = Arrays.copyOf(eventId, more);
    received = Arrays.copyOf(received, more);
    slot = Arrays.copyOf(slot, more);
    ref = Arrays.copyOf(ref, more);
    node = Arrays.copyOf(node, more);
    core = Arrays.copyOf(core, more);
    type = Arrays.copyOf(type, more);
    implausible = Arrays.copyOf(implausible, more);
    hash = Arrays.copyOf(hash, more);
    bytes = Arrays.copyOf(bytes, more);
  }

  /** The parameters of {@link #INSERT} for the rows [from, to). */
  public List<Object> parameters(int from, int to) {
    return List.of(Arrays.copyOfRange(time, from, to), Arrays.copyOfRange(session, from, to),
        Arrays.copyOfRange(seq, from, to), Arrays.copyOfRange(eventId, from, to),
        Arrays.copyOfRange(received, from, to), Arrays.copyOfRange(slot, from, to),
        Arrays.copyOfRange(ref, from, to), Arrays.copyOfRange(node, from, to),
        Arrays.copyOfRange(core, from, to), Arrays.copyOfRange(type, from, to),
        Arrays.copyOfRange(implausible, from, to), Arrays.copyOfRange(hash, from, to),
        Arrays.copyOfRange(bytes, from, to));
  }
}
