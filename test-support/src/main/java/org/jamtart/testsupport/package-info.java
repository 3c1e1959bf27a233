/**
 * What the tests of every module stand on: one broker and one PostgreSQL for the whole JVM, and for each
 * test class a topic, a group and a database of its own; waiting without sleeping; fixtures. For test scope
 * only: nothing here is part of the product, and the rules of the architecture keep production code from
 * reaching it.
 */
@NullMarked
package org.jamtart.testsupport;

import org.jspecify.annotations.NullMarked;
