package org.jamtart.testsupport;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value made when it is first asked for. If making it fails, it has failed for good, with the same error
 * for everybody.
 */
final class Lazy<T> {

  private final Supplier<T> source;
  private @Nullable T value;
  private @Nullable RuntimeException failure;

  Lazy(Supplier<T> source) {
    this.source = source;
  }

  synchronized T get() {
    if (failure != null) {
      throw new IllegalStateException("failed before: " + failure.getMessage(), failure);
    }
    T made = value;
    if (made == null) {
      made = make();
      value = made;
    }
    return made;
  }

  /** Does something with the value if anybody has asked for it. */
  synchronized void ifMade(Consumer<T> action) {
    if (value != null) {
      action.accept(value);
    }
  }

  private T make() {
    try {
      return source.get();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }
}
