@NullMarked
package org.jamtart.query.network;

import org.jspecify.annotations.NullMarked;
