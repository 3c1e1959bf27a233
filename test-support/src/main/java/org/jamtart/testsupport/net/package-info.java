/**
 * Plain TCP for tests: a client that says exactly the bytes it is told to, and a wire between client and
 * server that can be cut, slowed, frozen and half-closed.
 */
@NullMarked
package org.jamtart.testsupport.net;

import org.jspecify.annotations.NullMarked;
