package org.jamtart.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The byte that names an event on the wire. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Discriminator {
  /** The discriminator, 0 to 255; always one raw byte, never a {@link Natural}. */
  int value();

  /** The protocol versions in which the event has this layout. */
  int[] versions() default {0, 1};

  /** The name of the event, where it is not that of the record. */
  String name() default "";
}
