/**
 * Kafka and PostgreSQL as parts of this program: the real broker in this JVM, the real server as a child of
 * it, both on loopback with their data on disk. This package holds what the two share: the exception whose
 * message a user can act on, and loopback ports.
 */
@NullMarked
package org.jamtart.embedded;

import org.jspecify.annotations.NullMarked;
