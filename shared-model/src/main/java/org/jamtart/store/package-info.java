/**
 * What a row is: the schema that Liquibase owns and the entities that map it. {@code docs/architecture.md} draws it.
 *
 * <p>The entities are written by the persister alone, by stateless inserts whose SQL says what happens to a row that is
 * there already; that SQL lists the columns in the order in which Hibernate binds them: the attributes by name, then the
 * attributes of the key by name. A test of the persister holds them to it. Readers may map or select as they like.
 */
@NullMarked
package org.jamtart.store;

import org.jspecify.annotations.NullMarked;
