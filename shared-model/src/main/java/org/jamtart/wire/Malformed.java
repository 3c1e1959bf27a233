package org.jamtart.wire;

/**
 * A field that does not decode, on its way up to the message that has it; every level adds its part of the
 * path.
 */
final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  private final Verdict verdict;
  private final int offset;
  private final String expected;
  private final String found;
  private String field = "";

  Malformed(Verdict verdict, int offset, String expected, String found) {
    super(null, null, false, false);
    this.verdict = verdict;
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }

  Malformed in(String name) {
    field = field.isEmpty() || field.startsWith("[") ? name + field : name + "." + field;
    return this;
  }

  Malformed in(int index) {
    field = field.isEmpty() ? "[" + index + "]" : "[" + index + "]." + field;
    return this;
  }

  Verdict verdict() {
    return verdict;
  }

  int offset() {
    return offset;
  }

  String expected() {
    return expected;
  }

  String found() {
    return found;
  }

  String field() {
    return field;
  }
}
