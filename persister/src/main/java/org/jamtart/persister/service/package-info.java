/** What the code of the services costs. */
@NullMarked
package org.jamtart.persister.service;

import org.jspecify.annotations.NullMarked;
