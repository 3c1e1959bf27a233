package org.jamtart.query.request;

import org.jspecify.annotations.Nullable;

/**
 * How many entries a page may have.
 *
 * @param value at least 1
 * @param note  what the answer says when the request had asked for more
 */
public record Limit(int value, @Nullable String note) {}
