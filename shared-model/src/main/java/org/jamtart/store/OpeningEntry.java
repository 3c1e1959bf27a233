package org.jamtart.store;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An event to which later ones of its session may refer, as one of the entries of a row of {@code opening_pack}. Its bytes are
 * big-endian: used, id, seq, time; type, kind, which of the following there are; and those, in the order of the flags.
 *
 * @param used        receipt of the event, or of a later one that used it, Unix microseconds
 * @param id          by which later events name it, as 64 bits
 * @param kind        what the id is
 * @param seq         ordinal of the frame on its session
 * @param time        row time, Unix microseconds
 * @param type        discriminator
 * @param hash        32 bytes, that it was about itself; null for none
 * @param peer        32 bytes, whom it named; null for none
 * @param audit       for which it was; null for none
 * @param completed   ordinal of the later frame that said what its chain is about; null when it was the frame itself
 * @param submission  ID of the event by which the work-package came; null for none
 * @param slot        -1 for none
 * @param core        -1 for none
 * @param workPackage its hash, 32 bytes; null for none
 * @param services    of the work-package's items, unsigned 32 bits; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // made to be written, or just read
public record OpeningEntry(long used, long id, short kind, long seq, long time, short type,
    byte @Nullable [] hash, byte @Nullable [] peer, @Nullable Long audit, @Nullable Long completed,
    @Nullable Long submission, long slot, int core, byte @Nullable [] workPackage, int[] services) {

  private static final int FIXED = 4 * Long.BYTES + 3 * Short.BYTES;
  private static final int HASH = 32;
  private static final int HAS_HASH = 1;
  private static final int HAS_PEER = 1 << 1;
  private static final int HAS_AUDIT = 1 << 2;
  private static final int HAS_COMPLETED = 1 << 3;
  private static final int HAS_SUBMISSION = 1 << 4;
  private static final int HAS_SLOT = 1 << 5;
  private static final int HAS_CORE = 1 << 6;
  private static final int HAS_PACKAGE = 1 << 7;
  private static final int HAS_SERVICES = 1 << 8;

  private int flags() {
    return (hash == null ? 0 : HAS_HASH) | (peer == null ? 0 : HAS_PEER) | (audit == null ? 0 : HAS_AUDIT)
        | (completed == null ? 0 : HAS_COMPLETED) | (submission == null ? 0 : HAS_SUBMISSION)
        | (slot < 0 ? 0 : HAS_SLOT) | (core < 0 ? 0 : HAS_CORE) | (workPackage == null ? 0 : HAS_PACKAGE)
        | (services.length == 0 ? 0 : HAS_SERVICES);
  }

  /** How many bytes it takes at the most. */
  int size() {
    return FIXED + 3 * HASH + 4 * Long.BYTES + Integer.BYTES + Short.BYTES + services.length * Integer.BYTES;
  }

  /** Appends it. */
  void write(ByteBuffer to) {
    to.putLong(used).putLong(id).putLong(seq).putLong(time);
    to.putShort(type).putShort(kind).putShort((short) flags());
    write(to, hash);
    write(to, peer);
    write(to, audit);
    write(to, completed);
    write(to, submission);
    write(to, slot < 0 ? null : (Long) slot);
    if (core >= 0) {
      to.putInt(core);
    }
    write(to, workPackage);
    if (services.length > 0) {
      to.putShort((short) services.length);
      for (int service : services) {
        to.putInt(service);
      }
    }
  }

  private static void write(ByteBuffer to, byte @Nullable [] hash) {
    if (hash != null) {
      to.put(hash, 0, HASH);
    }
  }

  private static void write(ByteBuffer to, @Nullable Long number) {
    if (number != null) {
      to.putLong(number);
    }
  }

  /** Reads the next one. */
  static OpeningEntry read(ByteBuffer from) {
    long used = from.getLong();
    long id = from.getLong();
    long seq = from.getLong();
    long time = from.getLong();
    short type = from.getShort();
    short kind = from.getShort();
    int flags = from.getShort();
    byte[] hash = hash(from, flags & HAS_HASH);
    byte[] peer = hash(from, flags & HAS_PEER);
    Long audit = number(from, flags & HAS_AUDIT);
    Long completed = number(from, flags & HAS_COMPLETED);
    Long submission = number(from, flags & HAS_SUBMISSION);
    long slot = (flags & HAS_SLOT) == 0 ? Schema.NONE : from.getLong();
    int core = (flags & HAS_CORE) == 0 ? Schema.NONE : from.getInt();
    byte[] workPackage = hash(from, flags & HAS_PACKAGE);
    int[] services = new int[(flags & HAS_SERVICES) == 0 ? 0 : Short.toUnsignedInt(from.getShort())];
    for (int i = 0; i < services.length; i++) {
      services[i] = from.getInt();
    }
    return new OpeningEntry(used, id, kind, seq, time, type, hash, peer, audit, completed, submission, slot,
        core, workPackage, services);
  }

  private static byte @Nullable [] hash(ByteBuffer from, int flag) {
    if (flag == 0) {
      return null;
    }
    byte[] hash = new byte[HASH];
    from.get(hash);
    return hash;
  }

  private static @Nullable Long number(ByteBuffer from, int flag) {
    return flag == 0 ? null : (Long) from.getLong();
  }
}
