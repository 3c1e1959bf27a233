/**
 * The log as a contract: what a Kafka record of TART is, how it is written and read, and how to wait until a reader has
 * stored it. {@code docs/log-format.md} says the same for somebody with kcat and no Java.
 */
@NullMarked
package org.jamtart.log;

import org.jspecify.annotations.NullMarked;
