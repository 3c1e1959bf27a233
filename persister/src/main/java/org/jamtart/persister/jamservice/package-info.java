/** What the code of the services costs. */
@NullMarked
package org.jamtart.persister.jamservice;

import org.jspecify.annotations.NullMarked;
