/**
 * What is true in the simulated network, whoever tells it: who authors which slot, when a block reaches which
 * node, which package is worked on by which guarantors. Every fact is a pure function of the seed, so that nodes
 * can be told independently of each other and still agree. Times are story times: microseconds since the story
 * began.
 */
@NullMarked
package org.jamtart.simulator.world;

import org.jspecify.annotations.NullMarked;
