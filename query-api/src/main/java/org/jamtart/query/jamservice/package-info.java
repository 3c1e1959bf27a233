/** Services: how much gas and time their code takes, and when. */
@NullMarked
package org.jamtart.query.jamservice;

import org.jspecify.annotations.NullMarked;
