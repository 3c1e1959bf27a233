package org.jamtart.wire;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;

/** A message on its way to JSON: its bytes, what they depend on, and where the text goes. */
final class JsonBytes {
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final int USUAL = 2 + 2 * Bytes32.SIZE;

  private final JsonGenerator out;
  private final byte[] buffer;
  private final int cores;
  private final ByteStyle style;
  private char[] characters = new char[USUAL];

  JsonBytes(JsonGenerator out, byte[] buffer, int cores, ByteStyle style) {
    this.out = out;
    this.buffer = buffer;
    this.cores = cores;
    this.style = style;
  }

  JsonGenerator out() {
    return out;
  }

  byte[] buffer() {
    return buffer;
  }

  int cores() {
    return cores;
  }

  /** Writes an unsigned integer of 1, 2, 4 or 8 bytes. */
  void integer(int at, int size) {
    long value = LittleEndian.read(buffer, at, size);
    if (value >= 0) {
      out.writeNumber(value);
    } else {
      out.writeNumber(new BigInteger(Long.toUnsignedString(value)));
    }
  }

  /** Writes a byte string. */
  void octets(int at, int length) {
    switch (style) {
      case HEX -> hex(at, length);
      case ARRAY -> {
        out.writeStartArray();
        for (int i = at; i < at + length; i++) {
          out.writeNumber(LittleEndian.u8(buffer, i));
        }
        out.writeEndArray();
      }
    }
  }

  void text(int at, int length) {
    out.writeString(new String(buffer, at, length, StandardCharsets.UTF_8));
  }

  private void hex(int at, int length) {
    int size = 2 + 2 * length;
    if (characters.length < size) {
      characters = new char[size];
    }
    characters[0] = '0';
    characters[1] = 'x';
    for (int i = 0; i < length; i++) {
      byte value = buffer[at + i];
      characters[2 + 2 * i] = HEX[value >> 4 & 0xf];
      characters[3 + 2 * i] = HEX[value & 0xf];
    }
    out.writeString(characters, 0, size);
  }
}
