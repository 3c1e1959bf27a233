package org.jamtart.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the table {@code opening}, gathered column by column and written by one statement: events to which later ones of their
 * session may refer. Not thread-safe.
 */
public final class OpeningColumns {

  /**
   * The statement, whose parameters are numbered from 1 in the order of {@link #parameters}. A row that is there is changed
   * only by what completes it, the first that did.
   */
  public static final String INSERT = """
      insert into opening as t (used, session, id, seq, time, completed, submission, slot, core, type, kind, hash,
        peer, work_package, services, audit)
      select timestamptz 'epoch' + used_micros * interval '1 microsecond', session, id, seq,
        timestamptz 'epoch' + time_micros * interval '1 microsecond', completed, submission, slot, core, type, kind,
        hash, peer, work_package, services, audit
      from unnest(cast(?1 as bigint[]), cast(?2 as bigint[]), cast(?3 as bigint[]), cast(?4 as bigint[]),
        cast(?5 as bigint[]), cast(?6 as bigint[]), cast(?7 as bigint[]), cast(?8 as bigint[]),
        cast(?9 as integer[]), cast(?10 as smallint[]), cast(?11 as smallint[]), cast(?12 as bytea[]),
        cast(?13 as bytea[]), cast(?14 as bytea[]), cast(?15 as bytea[]),
        cast(?16 as bigint[]))
        as given (used_micros, session, id, seq, time_micros, completed, submission, slot, core, type, kind, hash,
          peer, work_package, services, audit)
      on conflict (session, id, kind, used) do update set completed = excluded.completed, slot = excluded.slot,
        core = excluded.core, work_package = excluded.work_package, services = excluded.services
      where excluded.completed < coalesce(t.completed, 9223372036854775807)""";

  private static final int FIRST = 256;

  private int size;
  private long[] used = new long[FIRST];
  private long[] session = new long[FIRST];
  private long[] id = new long[FIRST];
  private long[] seq = new long[FIRST];
  private long[] time = new long[FIRST];
  private @Nullable Long[] completed = new @Nullable Long[FIRST];
  private @Nullable Long[] submission = new @Nullable Long[FIRST];
  private @Nullable Long[] slot = new @Nullable Long[FIRST];
  private @Nullable Integer[] core = new @Nullable Integer[FIRST];
  private short[] type = new short[FIRST];
  private short[] kind = new short[FIRST];
  private byte[] @Nullable [] hash = new byte[FIRST] @Nullable [];
  private byte[] @Nullable [] peer = new byte[FIRST] @Nullable [];
  private byte[] @Nullable [] workPackage = new byte[FIRST] @Nullable [];
  private byte[] @Nullable [] services = new byte[FIRST] @Nullable [];
  private @Nullable Long[] audit = new @Nullable Long[FIRST];

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /**
   * Begins a row by its key.
   *
   * @param used    receipt of the event, or of a later one that used it, Unix microseconds
   * @param session number of the session
   * @param id      by which later events name it, as 64 bits
   * @param kind    what the id is
   */
  public OpeningColumns add(long used, long session, long id, short kind) {
    if (size == this.used.length) {
      grow();
    }
    this.used[size] = used;
    this.session[size] = session;
    this.id[size] = id;
    this.kind[size] = kind;
    return this;
  }

  /**
   * Says what it was.
   *
   * @param seq  ordinal of the frame on its session
   * @param time row time, Unix microseconds
   * @param type discriminator
   * @param hash that it was about itself; null for none
   * @param peer whom it named; null for none
   * @param audit for which it was; null for none
   */
  public OpeningColumns was(long seq, long time, short type, byte @Nullable [] hash,
      byte @Nullable [] peer, @Nullable Long audit) {
    this.seq[size] = seq;
    this.time[size] = time;
    this.type[size] = type;
    this.hash[size] = hash;
    this.peer[size] = peer;
    this.audit[size] = audit;
    return this;
  }

  /**
   * Completes the row by what its chain is about.
   *
   * @param completed   ordinal of the later frame that said so; null when it was the frame itself
   * @param submission  ID of the event by which the work-package came; null for none
   * @param slot        -1 for none
   * @param core        -1 for none
   * @param workPackage its hash; null for none
   * @param services    of the work-package's items, unsigned 32 bits
   */
  public void about(@Nullable Long completed, @Nullable Long submission, long slot, int core,
      byte @Nullable [] workPackage, int[] services) {
    this.completed[size] = completed;
    this.submission[size] = submission;
    this.slot[size] = slot < 0 ? null : (Long) slot;
    this.core[size] = core < 0 ? null : (Integer) core;
    this.workPackage[size] = workPackage;
    this.services[size] = services.length == 0 ? null : bytes(services);
    size++;
  }

  /** Services as the column has them: four bytes each, little-endian. */
  static byte[] bytes(int[] services) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * services.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(services);
    return bytes.array();
  }

  /** Services from the column. */
  public static int[] services(byte @Nullable [] column) {
    if (column == null) {
      return new int[0];
    }
    var services = new int[column.length / Integer.BYTES];
    ByteBuffer.wrap(column).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(services);
    return services;
  }

  private void grow() {
    int more = 2 * size;
    used = Arrays.copyOf(used, more);
    session = Arrays.copyOf(session, more);
    id = Arrays.copyOf(id, more);
    seq = Arrays.copyOf(seq, more);
    time = Arrays.copyOf(time, more);
    completed = Arrays.copyOf(completed, more);
    submission = Arrays.copyOf(submission, more);
    slot = Arrays.copyOf(slot, more);
    core = Arrays.copyOf(core, more);
    type = Arrays.copyOf(type, more);
    kind = Arrays.copyOf(kind, more);
    hash = Arrays.copyOf(hash, more);
    peer = Arrays.copyOf(peer, more);
    workPackage = Arrays.copyOf(workPackage, more);
    services = Arrays.copyOf(services, more);
    audit = Arrays.copyOf(audit, more);
  }

  /** The parameters of {@link #INSERT} for the rows [from, to). */
  public List<Object> parameters(int from, int to) {
    return List.of(Arrays.copyOfRange(used, from, to), Arrays.copyOfRange(session, from, to),
        Arrays.copyOfRange(id, from, to), Arrays.copyOfRange(seq, from, to),
        Arrays.copyOfRange(time, from, to), Arrays.copyOfRange(completed, from, to),
        Arrays.copyOfRange(submission, from, to), Arrays.copyOfRange(slot, from, to),
        Arrays.copyOfRange(core, from, to), Arrays.copyOfRange(type, from, to),
        Arrays.copyOfRange(kind, from, to), Arrays.copyOfRange(hash, from, to),
        Arrays.copyOfRange(peer, from, to),
        Arrays.copyOfRange(workPackage, from, to), Arrays.copyOfRange(services, from, to),
        Arrays.copyOfRange(audit, from, to));
  }
}
