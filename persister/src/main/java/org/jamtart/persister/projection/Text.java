package org.jamtart.persister.projection;

/** Text on its way into PostgreSQL. */
public final class Text {

  private Text() {}

  /** U+0000 is legal in JIP-3 and illegal in PostgreSQL text: it becomes U+FFFD. */
  public static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
