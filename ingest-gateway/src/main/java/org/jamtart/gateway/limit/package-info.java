/** Limits that protect the gateway: how many of a kind, how fast, and how much is logged about it. */
@NullMarked
package org.jamtart.gateway.limit;

import org.jspecify.annotations.NullMarked;
