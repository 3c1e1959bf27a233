package org.jamtart.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The ID of an earlier event of the same connection. The value says which kinds the specification allows
 * there; empty where it leaves that open. Nodes get these wrong, so a reference is a hint: it may dangle,
 * point forward or at another kind. The first one of an event is its fact {@link Facts#ref()}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
@U64
public @interface Ref {
  /** Discriminators of the events that may be referred to. */
  int[] value();
}
