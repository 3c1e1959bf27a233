/**
 * One connection of one node, from accepting it to its close record: framing, judging and numbering frames, and whether
 * to read on. Everything of a connection happens on its event loop.
 */
@NullMarked
package org.jamtart.gateway.session;

import org.jspecify.annotations.NullMarked;
