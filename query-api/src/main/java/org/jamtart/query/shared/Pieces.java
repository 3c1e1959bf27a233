package org.jamtart.query.shared;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes in pieces of at most {@value #MOST}: arrays of megabytes, one after the other, cost the garbage collector several times what
 * it takes to make an answer. Not to be written once another thread reads it.
 */
final class Pieces extends OutputStream {

  static final int MOST = 128 * 1024;
  private static final int FIRST = 4 * 1024;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] last = new byte[FIRST];
  private int used;
  private int size;

  @Override
  public void write(int octet) {
    write(new byte[]{(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      if (used == last.length) {
        full.add(last);
        last = new byte[Math.min(MOST, 2 * last.length)];
        used = 0;
      }
      int part = Math.min(length - done, last.length - used);
      System.arraycopy(bytes, offset + done, last, used, part);
      used += part;
      done += part;
    }
    size += length;
  }

  /** How many bytes there are. */
  int size() {
    return size;
  }

  /** Forgets all of them. */
  void clear() {
    full.clear();
    used = 0;
    size = 0;
  }

  void writeTo(OutputStream out) throws IOException {
    for (byte[] piece : full) {
      out.write(piece);
    }
    out.write(last, 0, used);
  }
}
