package org.jamtart.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The hash by which people look for an event: of a header, a work-package, a work-report or a preimage, or
 * an erasure-root. The first one of an event is its fact {@link Facts#hashOffset()}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Subject {}
