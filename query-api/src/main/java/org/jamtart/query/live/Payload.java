package org.jamtart.query.live;

import java.util.List;

/** What goes to clients, rendered once for all that want the same. */
sealed interface Payload {

  /** About how many bytes it takes in memory. */
  int size();

  /** A block of an event stream; must not be changed. */
  record Block(byte[] bytes) implements Payload {
    @Override
    public int size() {
      return bytes.length;
    }
  }

  /** Text messages of a socket. */
  record Texts(List<String> texts) implements Payload {
    @Override
    public int size() {
      return texts.stream().mapToInt(String::length).sum();
    }
  }
}
