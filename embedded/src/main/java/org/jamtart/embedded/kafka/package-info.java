/**
 * The real Kafka broker in this JVM: one node that is broker and KRaft controller at once, with its data on
 * disk.
 */
@NullMarked
package org.jamtart.embedded.kafka;

import org.jspecify.annotations.NullMarked;
