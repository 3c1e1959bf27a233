package org.jamtart.simulator.script;

/**
 * A round of chatter: every node addresses the one that sits so many places further, and so is addressed by the one
 * as many places before.
 *
 * @param time story time at which the nodes begin
 * @param distance how many places further, at least 1
 */
public record Round(long time, int distance) {}
