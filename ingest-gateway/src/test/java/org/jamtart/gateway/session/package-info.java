@NullMarked
package org.jamtart.gateway.session;

import org.jspecify.annotations.NullMarked;
