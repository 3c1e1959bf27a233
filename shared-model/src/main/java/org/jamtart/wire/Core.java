package org.jamtart.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The core that an event is about. The first one of an event is its fact {@link Facts#core()}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
@U16
public @interface Core {}
