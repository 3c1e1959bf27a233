package org.jamtart.persister.session;

import org.jamtart.wire.Bytes32;

/**
 * A node that has a number.
 *
 * @param number from 1
 * @param peerId its key
 */
public record NodeState(int number, Bytes32 peerId) {}
