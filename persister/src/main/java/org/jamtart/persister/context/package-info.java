/**
 * What an event has from the earlier events of its session that it refers to: core, slot, work-package, services, and when
 * what it tells of began.
 */
@NullMarked
package org.jamtart.persister.context;

import org.jspecify.annotations.NullMarked;
