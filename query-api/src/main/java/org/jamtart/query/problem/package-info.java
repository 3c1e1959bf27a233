/** What is answered when there is no answer: RFC 9457 problem details that name the parameter, its value and what is allowed. */
@NullMarked
package org.jamtart.query.problem;

import org.jspecify.annotations.NullMarked;
