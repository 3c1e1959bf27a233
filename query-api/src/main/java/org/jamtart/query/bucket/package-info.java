/** What is made of single buckets of the counts, kept in memory for as long as nobody writes into the bucket. */
@NullMarked
package org.jamtart.query.bucket;

import org.jspecify.annotations.NullMarked;
