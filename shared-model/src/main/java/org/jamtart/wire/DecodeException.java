package org.jamtart.wire;

import org.jspecify.annotations.Nullable;

/**
 * The bytes are not what JIP-3 says that they should be. Bad input is part of a normal day, so it carries no
 * stack trace; its message says what was wrong, where, what was expected and what was found.
 */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1;

  private final Verdict verdict;
  private final int discriminator;
  private final String messageName;
  private final String field;
  private final int offset;
  private final String expected;
  private final String found;

  DecodeException(int discriminator, String messageName, Malformed cause) {
    super(describe(discriminator, messageName, cause), null, false, false);
    this.verdict = cause.verdict();
    this.discriminator = discriminator;
    this.messageName = messageName;
    this.field = cause.field();
    this.offset = cause.offset();
    this.expected = cause.expected();
    this.found = cause.found();
  }

  /** Why the message was refused; never one that is an event. */
  public Verdict verdict() {
    return verdict;
  }

  /** The discriminator, 0 to 255; -1 if the message is too short to have one or is node information. */
  public int discriminator() {
    return discriminator;
  }

  /**
   * The name of the event or {@code NodeInformation}; {@code unknown} where the discriminator is or cannot
   * be read.
   */
  public String messageName() {
    return messageName;
  }

  /**
   * The path of the field, such as {@code outline.work_items[2].imports}; empty if it is the message as a
   * whole.
   */
  public String field() {
    return field;
  }

  /** Where in the message, in bytes from its first. */
  public int offset() {
    return offset;
  }

  /** What would have been right there. */
  public String expected() {
    return expected;
  }

  /** What is there. */
  public String found() {
    return found;
  }

  private static String describe(int discriminator, String name, Malformed cause) {
    String id = discriminator < 0 ? null : name + "(" + discriminator + ")";
    return (id == null ? name : id) + (cause.field().isEmpty() ? "" : " field " + cause.field()) + " at byte "
        + cause.offset() + ": " + cause.verdict().key() + ", expected " + cause.expected() + ", found "
        + cause.found();
  }
}
