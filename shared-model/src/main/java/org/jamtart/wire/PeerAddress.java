package org.jamtart.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a node can be reached. IPv4 addresses are written {@code ::ffff:a.b.c.d} by custom; all zero means
 * unknown. The port is little-endian, like every number of JIP-3.
 *
 * @param ipv6 the address, 16 bytes in network order
 * @param port 0 to 65,535
 */
public record PeerAddress(@Fixed(16) ByteString ipv6, @U16 int port) {
  private static final int SIZE = 16;
  private static final int IPV4_AT = 12;

  /** The wire's form of an address of either kind. */
  public static PeerAddress of(InetAddress address, int port) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      byte[] mapped = new byte[SIZE];
      mapped[IPV4_AT - 2] = (byte) 0xff;
      mapped[IPV4_AT - 1] = (byte) 0xff;
      System.arraycopy(bytes, 0, mapped, IPV4_AT, bytes.length);
      bytes = mapped;
    }
    return new PeerAddress(ByteString.of(bytes), port);
  }

  /** The address: of IPv4 where that is what it stands for, else of IPv6. */
  public InetAddress address() {
    try {
      return InetAddress.getByAddress(ipv6.toByteArray());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + ipv6.length() + " bytes, expected 16", e);
    }
  }
}
