package org.jamtart.gateway.session;

import java.time.InstantSource;
import java.util.UUID;
import org.jamtart.gateway.limit.Admission;
import org.jamtart.gateway.limit.LineLimit;
import org.jamtart.gateway.publish.Budget;
import org.jamtart.gateway.publish.LogWriter;
import org.jamtart.wire.TrailingBytes;

/**
 * What all connections of a gateway share.
 *
 * @param gateway       the gateway's instance
 * @param settings      what a connection may do
 * @param trailing      what bytes after an event's last field make of it
 * @param perConnection bytes that one may hold unacknowledged
 * @param log           where records go
 * @param budget        bytes that all hold unacknowledged
 * @param admission     who may connect
 * @param counters      what they did
 * @param lines         how much is logged about them
 * @param open          those that are open
 * @param ids           makes session ids
 * @param clock         for times of receipt
 */
public record Sessions(UUID gateway, SessionSettings settings, TrailingBytes trailing, long perConnection,
    LogWriter log,
    Budget budget, Admission admission, Counters counters, LineLimit lines, Connections open,
    UuidV7 ids, InstantSource clock) {}
