/**
 * A JAM network that does not exist. N nodes tell one coherent story over real JIP-3: to load a server, to try TART out,
 * and to give tests streams of which they know exactly what was said.
 *
 * <p>
 * <b>What the network tells.</b> Slots of 6 s, one author each in turn; in every eight slots one author fails, one block
 * has a rival, one block is forged. Blocks go down a tree of nodes: announced, requested, transferred, imported,
 * verified, executed, best, and final two slots later. Every two seconds a status. Tickets at each epoch, through
 * proxies. Work packages come to teams of three guarantors and meet eight fates in turn: smooth, or unauthorized,
 * submitted twice, badly shared, signed late, with damaged segments, and so on; their guarantees go to everybody,
 * their shards to assurers, and two auditors recover each bundle. A preimage per slot. Connections that break and come
 * back. Each node now and then says that it dropped events. Every one of the 115 types occurs within a minute where
 * there are ten nodes or more. What is missing to the rate that was asked for is filled with what fills real networks:
 * assurances, shard requests, announcements.
 *
 * <p>
 * Both ends of whatever passes between two nodes tell of it, with the same hashes and at times that fit. References
 * point at events of the same connection, always. Two of three nodes speak protocol version 1, the others 0; one of
 * five has the parameters of Gray Paper 0.8.
 *
 * <p>
 * <b>How.</b> {@code world} holds the facts, each a pure function of the seed; {@code scene} puts them into words with
 * the means of {@code script}; {@code story} numbers and encodes, one node at a time, only when somebody listens;
 * {@code transport} sends; {@code account} counts what was sent. {@link org.jamtart.simulator.Simulation} is all of it;
 * {@link org.jamtart.simulator.story.Story} alone needs no server.
 */
@NullMarked
package org.jamtart.simulator;

import org.jspecify.annotations.NullMarked;
