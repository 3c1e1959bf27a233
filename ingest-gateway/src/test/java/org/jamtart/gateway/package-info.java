@NullMarked
package org.jamtart.gateway;

import org.jspecify.annotations.NullMarked;
