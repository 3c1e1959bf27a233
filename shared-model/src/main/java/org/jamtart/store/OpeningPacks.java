package org.jamtart.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of the table {@code opening_pack}, gathered and written by one statement whose parameters are arrays: the openings of one
 * session whose IDs are of one block and whose use is of one period are one row. Rows are only inserted: of entries of one
 * key the one used last counts, and of those of one use the one completed first. Not thread-safe.
 */
public final class OpeningPacks {

  /** The statement, whose parameters are numbered from 1 in the order of {@link #parameters}. */
  public static final String INSERT = """
      insert into opening_pack (used, session, block, entries)
      select timestamptz 'epoch' + used_micros * interval '1 microsecond', session, block, entries
      from unnest(cast(?1 as bigint[]), cast(?2 as bigint[]), cast(?3 as bigint[]), cast(?4 as bytea[]))
        as given (used_micros, session, block, entries)""";

  /** IDs of a block, as a power of two: what a session says of 64 events in a row fits one row of a page. */
  private static final int BLOCK_BITS = 6;

  /** So much time is in one row at the most, microseconds: rows go by whole partitions, which are no shorter than four of these. */
  private static final long PERIOD = 15 * 1_000_000L;

  private static final int FIRST = 256;

  private int size;
  private long[] used = new long[FIRST];
  private long[] session = new long[FIRST];
  private long[] block = new long[FIRST];
  private byte[][] entries = new byte[FIRST][];
  private ByteBuffer open = ByteBuffer.allocate(4_096);

  /** The block in which an ID is. */
  public static long block(long id) {
    return id >> BLOCK_BITS;
  }

  /** The period in which a time is, Unix microseconds. */
  public static long period(long used) {
    return Math.floorDiv(used, PERIOD);
  }

  /** Adds one; those of a session, a block and a period one after the other. */
  public void add(long ofSession, OpeningEntry entry) {
    if (size == 0 || session[size - 1] != ofSession || block[size - 1] != block(entry.id())
        || period(used[size - 1]) != period(entry.used())) {
      begin(ofSession, entry);
    }
    used[size - 1] = Math.max(used[size - 1], entry.used());
    if (open.remaining() < entry.size()) {
      open = ByteBuffer.allocate(2 * open.capacity() + entry.size()).put(open.flip());
    }
    entry.write(open);
  }

  private void begin(long ofSession, OpeningEntry entry) {
    end();
    if (size == used.length) {
      used = Arrays.copyOf(used, 2 * size);
      session = Arrays.copyOf(session, 2 * size);
      block = Arrays.copyOf(block, 2 * size);
      entries = Arrays.copyOf(entries, 2 * size);
    }
    used[size] = entry.used();
    session[size] = ofSession;
    block[size] = block(entry.id());
    size++;
  }

  private void end() {
    if (size > 0 && open.position() > 0) {
      entries[size - 1] = Arrays.copyOf(open.array(), open.position());
      open.clear();
    }
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** The parameters of {@link #INSERT} for the rows [from, to). */
  public List<Object> parameters(int from, int to) {
    end();
    return List.of(Arrays.copyOfRange(used, from, to), Arrays.copyOfRange(session, from, to),
        Arrays.copyOfRange(block, from, to), Arrays.copyOfRange(entries, from, to));
  }

  /** The entries of a row. */
  public static List<OpeningEntry> entries(byte[] column) {
    List<OpeningEntry> found = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(column);
    while (bytes.hasRemaining()) {
      found.add(OpeningEntry.read(bytes));
    }
    return found;
  }
}
