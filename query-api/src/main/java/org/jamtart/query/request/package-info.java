/** What a request may ask: its parameters, read strictly. A parameter is honoured or refused. */
@NullMarked
package org.jamtart.query.request;

import org.jspecify.annotations.NullMarked;
