package org.jamtart.query.schema;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** A controller that cannot answer before the tables are there. */
@Target(TYPE)
@Retention(RUNTIME)
public @interface ReadsTables {}
