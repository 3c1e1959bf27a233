package org.jamtart.gateway.publish;

import org.jspecify.annotations.Nullable;

/** Hears once what became of a record, on any thread, at once included; must neither block nor throw. */
@FunctionalInterface
public interface Acknowledgement {

  /**
   * Hears it.
   *
   * @param failure null when the log has it; otherwise why it never will
   */
  void settled(@Nullable Exception failure);
}
