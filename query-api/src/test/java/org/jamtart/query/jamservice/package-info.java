@NullMarked
package org.jamtart.query.jamservice;

import org.jspecify.annotations.NullMarked;
