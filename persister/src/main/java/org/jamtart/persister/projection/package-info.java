/** What is kept from the log, each thing by one class: adding a question to TART means adding a projection. */
@NullMarked
package org.jamtart.persister.projection;

import org.jspecify.annotations.NullMarked;
