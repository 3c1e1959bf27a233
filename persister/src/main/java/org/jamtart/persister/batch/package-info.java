/** From records of one poll to one transaction: cutting, walking, writing, and finding what can never be written. */
@NullMarked
package org.jamtart.persister.batch;

import org.jspecify.annotations.NullMarked;
