package org.jamtart.wire;

/** UTF-8 (RFC 3629), judged without making a string of it. */
final class Utf8 {
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /**
   * Where the first byte is that does not belong in UTF-8, or -1 if all do. U+0000 is a character like
   * others.
   */
  static int firstInvalid(byte[] buffer, int from, int end) {
    int at = from;
    while (at < end) {
      while (end - at >= 8 && (LittleEndian.u64(buffer, at) & HIGH_BITS) == 0) {
        at += 8;
      }
      if (at == end) {
        return -1;
      }
      int size = buffer[at] >= 0 ? 1 : sequence(buffer, at, end);
      if (size == 0) {
        return at;
      }
      at += size;
    }
    return -1;
  }

  /**
   * How many bytes the text takes; lone surrogates have no encoding and count as the question mark that
   * replaces them.
   */
  static int size(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (Character.isHighSurrogate(c) && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        bytes++;
      }
    }
    return bytes;
  }

  /** The length of the sequence of two to four bytes at a position, 0 if it is none. */
  private static int sequence(byte[] buffer, int at, int end) {
    int first = buffer[at] & 0xff;
    if (first < 0xc2 || first > 0xf4) {
      return 0;
    }
    int size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (end - at < size) {
      return 0;
    }
    // The second byte also excludes overlong forms, surrogates and what lies above U+10FFFF.
    int second = buffer[at + 1] & 0xff;
    int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int i = 2; i < size; i++) {
      if ((buffer[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return size;
  }
}
