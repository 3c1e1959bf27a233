/** The database as the persister needs it: schema up to date, a pool, a session factory. */
@NullMarked
package org.jamtart.persister.database;

import org.jspecify.annotations.NullMarked;
