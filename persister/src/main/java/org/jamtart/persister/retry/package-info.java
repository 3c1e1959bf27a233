/** Decodes quarantined frames again, when somebody asks for it after a fix. */
@NullMarked
package org.jamtart.persister.retry;

import org.jspecify.annotations.NullMarked;
