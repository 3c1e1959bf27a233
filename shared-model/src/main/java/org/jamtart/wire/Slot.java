package org.jamtart.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The slot that an event is about: six-second slots since the JAM Common Era. The first one of an event is
 * its fact {@link Facts#slot()}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
@U32
public @interface Slot {}
