/** Events as the nodes sent them, decoded on reading. No query scans them: each page examines a bounded number of index entries. */
@NullMarked
package org.jamtart.query.event;

import org.jspecify.annotations.NullMarked;
