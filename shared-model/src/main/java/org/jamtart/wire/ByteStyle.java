package org.jamtart.wire;

/** How byte strings look in JSON. */
public enum ByteStyle {
  /** A string of {@code 0x} and two lower-case hex digits for each byte. */
  HEX,
  /** An array of numbers, 0 to 255, which older front ends parse. */
  ARRAY
}
