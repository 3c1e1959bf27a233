/** Lists that go on: opaque cursors, limits and the link to the next page. */
@NullMarked
package org.jamtart.query.paging;

import org.jspecify.annotations.NullMarked;
