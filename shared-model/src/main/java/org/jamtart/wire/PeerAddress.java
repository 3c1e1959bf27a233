package org.jamtart.wire;

/**
 * Where a node can be reached. IPv4 addresses are written {@code ::ffff:a.b.c.d} by custom; all zero means
 * unknown. The port is little-endian, like every number of JIP-3.
 */
public record PeerAddress(@Fixed(16) ByteString ipv6, @U16 int port) {}
