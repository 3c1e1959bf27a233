package org.jamtart.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name in JSON where it is not the component's own in snake case. A dot opens a nested object, shared by
 * neighbours with the same part before the dot. On an enum constant: the constant's name in JSON.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Json {
  /** The name. */
  String value();

  /** What a boolean is called instead of {@code false} and {@code true}; empty for those two. */
  String[] names() default {};
}
