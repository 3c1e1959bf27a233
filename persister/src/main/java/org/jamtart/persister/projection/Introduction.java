package org.jamtart.persister.projection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.persister.time.Times;
import org.jamtart.store.NodeRow;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.NodeInformation;
import org.jamtart.wire.PeerAddress;
import org.jspecify.annotations.Nullable;

/** What a node says of itself, as columns. */
final class Introduction {

  private Introduction() {}

  /** The gateway let the message pass, so it decodes; should it not, its bytes are kept and nothing is claimed. */
  static NodeRow describe(NodeRow row, Open open) {
    var openedAt = Times.instant(open.received());
    try {
      NodeInformation node = NodeInformation.decode(open.nodeInformation());
      return row.described(openedAt, open.nodeInformation(), Text.storable(node.implementationName()),
          Text.storable(node.implementationVersion()), Text.storable(node.gpVersion()),
          address(node.peerAddress()));
    } catch (DecodeException e) {
      return row.described(openedAt, open.nodeInformation(), "", "", "", null);
    }
  }

  /** IPv4 is mapped into IPv6 by custom; all zero means unknown. */
  static @Nullable String address(PeerAddress peer) {
    try {
      InetAddress address = InetAddress.getByAddress(peer.ipv6().toByteArray());
      if (address.isAnyLocalAddress()) {
        return null;
      }
      String host = address.getHostAddress();
      return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + peer.port();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 16 bytes is always one", e);
    }
  }
}
