package org.jamtart.query.event;

/**
 * Where an event stands in the lists, and as much as decides whether it comes onto a page.
 *
 * @param node number of the node in the tables
 * @param type discriminator, 0 to 255
 * @param size bytes of the message, without its length prefix
 */
record EventPlace(EventKey key, int node, int type, int size) {}
