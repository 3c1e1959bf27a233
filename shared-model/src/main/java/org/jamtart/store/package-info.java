/** What a row is: the schema that Liquibase owns and the entities that map it. {@code docs/architecture.md} draws it. */
@NullMarked
package org.jamtart.store;

import org.jspecify.annotations.NullMarked;
