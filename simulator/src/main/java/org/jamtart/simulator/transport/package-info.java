/**
 * How the nodes' stories get to a server: a few threads, each with a selector and a share of the connections. A node
 * says what it has to say when its time has come and the socket takes it; so a server that does not read makes it wait,
 * and nothing piles up in the simulator.
 */
@NullMarked
package org.jamtart.simulator.transport;

import org.jspecify.annotations.NullMarked;
