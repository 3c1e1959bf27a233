package org.jamtart.persister.projection;

/**
 * When a transaction happens, Unix microseconds.
 *
 * @param now               the time of the clock
 * @param eventHorizon      events before it are past their retention
 * @param quarantineHorizon quarantined frames received before it are past theirs
 */
public record Moment(long now, long eventHorizon, long quarantineHorizon) {}
