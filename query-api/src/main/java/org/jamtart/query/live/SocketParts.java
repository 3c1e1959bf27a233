package org.jamtart.query.live;

import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.json.JsonMapper;

/** What all socket clients share. */
record SocketParts(Tail tail, Readers readers, Clients clients, LiveCounters counters,
    ConnectedNodes connected, JsonMapper json, InstantSource clock, Duration keepAlive) {}
