package org.jamtart.query.access;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** A handler that changes something: only for those whom {@link ChangeGuard} lets pass. */
@Target(METHOD)
@Retention(RUNTIME)
public @interface Changes {}
