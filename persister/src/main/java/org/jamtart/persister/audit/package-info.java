/** How nodes got the bundles that they audit. */
@NullMarked
package org.jamtart.persister.audit;

import org.jspecify.annotations.NullMarked;
