package org.jamtart.gateway.limit;

import java.net.InetAddress;
import org.jamtart.wire.Bytes32;

/**
 * A peer id as one source claims it. Anybody can claim any, so what others do under a node's id must not use up what the
 * node itself may do.
 *
 * @param node   the peer id
 * @param source where the connection comes from
 */
public record Speaker(Bytes32 node, InetAddress source) {

  public Speaker {
    source = Source.of(source);
  }
}
