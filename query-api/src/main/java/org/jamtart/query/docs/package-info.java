/** The OpenAPI document and the page to browse it. */
@NullMarked
package org.jamtart.query.docs;

import org.jspecify.annotations.NullMarked;
