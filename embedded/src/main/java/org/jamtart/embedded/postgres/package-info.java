/**
 * The real PostgreSQL server as a child process, from binaries on the classpath: unpacked once, its data on
 * disk, and taken over at the next start when it has outlived the program that started it.
 */
@NullMarked
package org.jamtart.embedded.postgres;

import org.jspecify.annotations.NullMarked;
